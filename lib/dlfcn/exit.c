/* Destructors and what runs at exit. */
#include "runtime.h"

int __cxa_atexit(void (*function)(void *), void *argument, void *dso);

static void call(void *function) { ((void (*)(void))function)(); }

int __dlweld_atexit(uint32_t caller, void (*function)(void)) {
  (void)caller;
  return __cxa_atexit(call, (void *)function, NULL);
}

int __dlweld_cxa_atexit(void (*function)(void *), void *argument, void *dso) {
  return __cxa_atexit(function, argument, dso);
}

int __dlweld_cxa_thread_atexit(void (*function)(void *), void *object,
                               void *dso) {
  return __cxa_atexit(function, object, dso);
}

void __dlweld_exit(void) {
  if (!dlw_ready())
    return;
  dlw_call(dlw_library(DLW_PROGRAM)->fini);
  for (dlw_state *at = &__dlweld_state[__dlweld_run.last_loaded];
       at != &__dlweld_state[DLW_PROGRAM]; at = at->earlier)
    dlw_call(dlw_library(dlw_number(at))->fini);
}

static void at_exit(void *unused) {
  (void)unused;
  __dlweld_exit();
}

#ifdef __clang__
__attribute__((constructor(0))) static void start(void) {
  __cxa_atexit(at_exit, NULL, NULL);
}
#endif
