#include "conform.h"
int count = 1;
__attribute__((constructor)) static void begin(void) { say("start begins"); }
int *bump(void) {
  count++;
  return &count;
}
