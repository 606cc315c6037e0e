#include "conform.h"
static void at_exit(void) { say("atexit program"); }
__attribute__((constructor)) static void begin(void) { say("begin program"); }
__attribute__((destructor)) static void end(void) { say("end program"); }
int main(void) {
  atexit(at_exit);
  say("main");
}
