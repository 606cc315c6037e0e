#include "thread.h"
static int step;
static void other(void *argument) {
  (void)argument;
  wait_for(&step, 1);
  say("other: %s", error());
  dlopen("other.so", RTLD_NOW);
  set(&step, 2);
  wait_for(&step, 3);
  say("other: %s", error_with("other.so"));
  say("other: %s", error());
  set(&step, 4);
}
int main(void) {
  thread t;
  thread_start(&t, other, NULL);
  dlopen("first.so", RTLD_NOW);
  set(&step, 1);
  wait_for(&step, 2);
  const char *text = dlerror();
  say("first: %s", yes(has(text, "first.so")));
  set(&step, 3);
  wait_for(&step, 4);
  say("first, still: %s", yes(has(text, "first.so")));
  say("first: %s", error());
  dlsym(opened("liba.so", RTLD_NOW), "missing");
  thread_join(&t);
  say("first: %s", error_with("missing"));
}
