#include "thread.h"
static void *a;
static int opened_it, turn;
static void use(void *argument) {
  int number = *(int *)argument;
  wait_for(&opened_it, 1);
  wait_for(&turn, number);
  int first = call(a, "next"), second = call(a, "next");
  say("thread %d: %d %d", number, first, second);
  int *own = found(a, "own");
  say("by dlsym: %d %d", *own, value(a, "before"));
  say("the same: %s", yes(((int *(*)(void))found(a, "address"))() == own));
  *own = 1000 * number;
  say("after: %d", call(a, "next"));
  set(&turn, number + 1);
}
int main(void) {
  thread threads[3];
  static int numbers[] = {0, 1, 2};
  thread_start(&threads[0], use, &numbers[0]);
  thread_start(&threads[1], use, &numbers[1]);
  a = opened("liba.so", RTLD_NOW);
  say("main: %d", call(a, "next"));
  set(&opened_it, 1);
  wait_for(&turn, 2);
  thread_start(&threads[2], use, &numbers[2]);
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  say("main: %d", call(a, "next"));
}
