#include "thread.h"
enum { THREADS = 4, TIMES = 4000 };
int begun, ended;
static int met, good;
static void use(void *argument) {
  meet(&met, THREADS);
  for (int i = 0; i < TIMES; i++) {
    void *handle = opened(argument, i % 2 ? RTLD_NOW | RTLD_GLOBAL : RTLD_NOW);
    add(&good, call(handle, "f"));
    add(&good, dlclose(handle) == 0);
  }
}
int main(void) {
  thread threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    thread_start(&threads[i], use, i % 2 ? "liba.so" : "libb.so");
  for (int i = 0; i < THREADS; i++) thread_join(&threads[i]);
  say("good: %d", get(&good));
  say("constructed at all: %s", yes(begun >= 2));
  say("destroyed as often: %s", yes(begun == ended));
  say("loaded: %s", yes(dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
}
