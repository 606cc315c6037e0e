#include "conform.h"
static struct noisy {
  ~noisy() { say("object"); }
} object;
static void at_exit() { say("atexit"); }
__attribute__((constructor)) static void begin() { atexit(at_exit); }
__attribute__((destructor)) static void end() { say("destructor"); }
int main() { opened(NULL, RTLD_NOW); }
