#include "conform.h"
extern int count;
int *bump(void);
__attribute__((constructor)) static void begin(void) {
  say("opened begins, %d", count);
}
int *work(void) {
  bump();
  return &count;
}
