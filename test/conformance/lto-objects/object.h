#include "conform.h"
#define TEXT1(x) #x
#define TEXT(x) TEXT1(x)
struct object {
  int number;
  object(int n) : number(n) { say("%s begins %d", TEXT(NAME), n); }
  ~object() { say("%s ends %d", TEXT(NAME), number); }
};
