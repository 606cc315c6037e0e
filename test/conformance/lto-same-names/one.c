#define FILE 1
#include "names.h"
__attribute__((visibility("hidden"))) int inside(int x) { return 7000 * N + x; }
__attribute__((visibility("hidden"))) int level = 5 * N;
int one(int x) { return table[x & 1](x); }
const char *one_word(int x) { return word_of(x); }
int one_number(int x) { return number_of(x); }
