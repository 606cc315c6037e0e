#include "conform.h"
static void at_exit() { say("library atexit"); }
static struct noisy {
  ~noisy() { say("library object"); }
} object;
__attribute__((constructor)) static void begin() { atexit(at_exit); }
__attribute__((destructor)) static void end() { say("library destructor"); }
extern "C" void more() {
  atexit([] { say("library atexit, later"); });
}
