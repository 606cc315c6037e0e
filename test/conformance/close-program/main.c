#include "conform.h"
int number = 5;
int main(void) {
  void *program = opened(NULL, RTLD_NOW);
  for (int i = 0; i < 3; i++) opened(NULL, RTLD_NOW);
  for (int i = 0; i < 4; i++) {
    int closed = dlclose(program);
    say("close: %d, %s", closed, error());
  }
  say("%d", value(program, "number"));
  say("again: %s", yes(dlopen(NULL, RTLD_NOW) == program));
}
