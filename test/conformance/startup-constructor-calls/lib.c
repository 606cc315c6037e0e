#include "conform.h"
int of_program(int);
extern int datum;
__attribute__((constructor)) static void begin(void) {
  say("library: %d, %d", of_program(1), datum);
  datum = 50;
}
