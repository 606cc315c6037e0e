#include "thread.h"
enum { THREADS = 8 };
int constructed;
static int met, ready, same_handle;
static void *handles[THREADS];
static void opens(void *argument) {
  void **handle = argument;
  meet(&met, THREADS);
  *handle = opened("liba.so", RTLD_NOW);
  add(&ready, call(*handle, "f"));
}
int main(void) {
  thread threads[THREADS];
  for (int i = 0; i < THREADS; i++) thread_start(&threads[i], opens, &handles[i]);
  for (int i = 0; i < THREADS; i++) thread_join(&threads[i]);
  for (int i = 0; i < THREADS; i++) same_handle += handles[i] == handles[0];
  say("constructed: %d", get(&constructed));
  say("ready for: %d", get(&ready));
  say("the same handle: %d", same_handle);
  for (int i = 1; i < THREADS; i++) dlclose(handles[i]);
  say("f: %d", call(handles[0], "f"));
}
