/* Thread-local objects with destructors, in libraries that can be unloaded. A
   thread may end at any time, so such a library stays. An object of its own, as
   it needs the C++ run time's __cxa_thread_atexit. */
#include "runtime.h"

int __cxa_thread_atexit(void (*function)(void *), void *object, void *dso);

int __dlweld_cxa_thread_atexit_of(uint32_t caller, void (*function)(void *),
                                  void *object, void *dso) {
  dlw_lock();
  __dlweld_state[caller].flags |= DLW_STATE_NODELETE;
  dlw_unlock();
  return __cxa_thread_atexit(function, object, dso);
}

int __dlweld_cxa_thread_atexit(void (*function)(void *), void *object,
                               void *dso) {
  return __dlweld_cxa_thread_atexit_of(dlw_library_of(dso), function, object,
                                       dso);
}
