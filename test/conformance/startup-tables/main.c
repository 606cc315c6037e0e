#include "conform.h"
extern int own, twice(int);
struct pair {
  int (*function)(int);
  int *datum;
};
extern struct pair of_program;
extern int (*const getters[])(void);
int programs = 5;
int thrice(int n) { return 3 * n; }
static struct pair of_library = {twice, &own};
static int *third = &programs;
int main(void) {
  say("%d %d", of_library.function(10), *of_library.datum);
  say("%d %d", of_program.function(10), *of_program.datum);
  *of_library.datum = 8;
  say("%d %s", getters[0](), yes(!getters[1]));
  say("%s %s", yes(of_program.function == thrice),
      yes(of_program.datum == third));
}
