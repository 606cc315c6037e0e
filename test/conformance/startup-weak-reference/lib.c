#include "conform.h"
__attribute__((weak)) int of_program(void);
__attribute__((weak)) int of_nobody(void);
__attribute__((weak)) extern int datum_of_nobody;
int of_library(void) { return 3; }
void show(void) {
  say("library: %d %s %s", of_program ? of_program() : 0,
      yes(of_nobody != NULL), yes(&datum_of_nobody != NULL));
}
