#include "conform.h"
__attribute__((weak)) int of_library(void);
__attribute__((weak)) int missing(void);
int of_program(void) { return 4; }
void show(void);
int main(void) {
  say("program: %d %s", of_library ? of_library() : 0, yes(missing != NULL));
  show();
}
