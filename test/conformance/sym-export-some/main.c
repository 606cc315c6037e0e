#include "conform.h"
int one = 1, two = 2;
int three(void) { return 3; }
__attribute__((weak)) int four(void) { return 4; }
int five(void) { return 5; }
int main(void) {
  void *program = opened(NULL, RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  say("%d %d %d", value(program, "one"), call(program, "three"), call(program, "four"));
  say("%s %s", yes(dlsym(program, "two") != NULL), yes(dlsym(program, "five") != NULL));
}
