#define FILE 2
#include "names.h"
int inside(int);
extern int level;
#if N == 1
int of_a(int x) { return number_of(x) + 1; }
#else
int of_a(int);
#endif
int two(int x) { return table[x & 1](x) + inside(level++) + of_a(x); }
const char *two_word(int x) { return word_of(x); }
int two_number(int x) { return number_of(x); }
