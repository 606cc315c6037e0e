/* What emscripten's C library has, or has with another type, for modules that
   were compiled for it: a library that they need. */
#include <errno.h>
#include <time.h>

int *__errno_location(void) { return &errno; }

double emscripten_get_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* WASI's clock_t is long long. */
long emscripten_clock(void) __asm__("clock");
long emscripten_clock(void) { return (long)(emscripten_get_now() * 1e3); }

int pthread_condattr_destroy(void *a) { return 0; }
