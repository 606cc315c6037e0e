#include "conform.h"
__attribute__((weak)) int of_dependency(void), of_program(void),
    of_nobody(void);
__attribute__((weak)) extern int datum_of_dependency, datum_of_nobody;
void show(void) {
  say("%d %d %s", of_dependency ? of_dependency() : 0,
      of_program ? of_program() : 0, yes(of_nobody != NULL));
  say("%d %s", &datum_of_dependency ? datum_of_dependency : 0,
      yes(&datum_of_nobody != NULL));
}
