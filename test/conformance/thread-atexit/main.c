#include "thread.h"
#ifdef CONFORM_FREESTANDING
int atexit(void (*function)(void));
#endif
static void at_exit(void) { say("program's"); }
static void registers(void *argument) {
  run(argument, "more");
  atexit(at_exit);
  run(argument, "more");
}
int main(void) {
  thread t;
  void *a = opened("liba.so", RTLD_NOW);
  for (int i = 0; i < 2; i++) {
    thread_start(&t, registers, a);
    thread_join(&t);
  }
  say("main is done");
}
