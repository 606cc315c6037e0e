#include "conform.h"
#include <errno.h>
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  errno = 0;
  run(a, "fail");
  say("%s", yes(errno == ERANGE));
  errno = EDOM;
  say("%s", yes(call(b, "get_errno")));
  srand(5);
  int first = rand(), second = rand(), third = rand();
  srand(5);
  int x = call(a, "random_number"), y = call(b, "random_number");
  say("%s", yes(x == first && y == second && rand() == third));
  char text[] = "one two three";
  say("%s", strtok(text, " "));
  say("%s", ((const char *(*)(void))found(a, "word"))());
  say("%s", ((const char *(*)(void))found(b, "word"))());
  say("%s", ((const char *(*)(void))found(b, "variable"))());
  run(a, "set");
  say("%s", getenv("CONFORM_WORD"));
  say("%s", ((const char *(*)(void))found(b, "variable"))());
}
