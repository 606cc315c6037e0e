#include "thread.h"
int begun;
static int turn;
static struct other {
  const char *soname;
  int turn;
} others[] = {{"liba.so", 0}, {"libb.so", 0}, {"libc2.so", 0}};
static void opens_first(void *argument) { opened(argument, RTLD_NOW); }
static void opens(void *argument) {
  struct other *other = argument;
  wait_for(&begun, 1);
  opened(other->soname, RTLD_NOW);
  other->turn = add(&turn, 1);
}
int main(void) {
  thread first, threads[3];
  for (int i = 0; i < 3; i++) thread_start(&threads[i], opens, &others[i]);
  thread_start(&first, opens_first, "liba.so");
  thread_join(&first);
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  say("threads that went on: %d", turn);
}
