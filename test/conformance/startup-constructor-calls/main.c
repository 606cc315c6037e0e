#include "conform.h"
int datum = 3;
static int ready;
int of_program(int n) { return ready ? -1 : n + 1; }
__attribute__((constructor)) static void begin(void) {
  ready = 1;
  say("program: %d", datum);
}
int main(void) { say("main: %d", of_program(0)); }
