/* A program without a C library: opens a library whose constructor, function,
   data and thread-local symbol it checks; traps if one is wrong. */
#include "dlfcn/index.h"
#include <dlfcn.h>

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition))                                                          \
      __builtin_trap();                                                        \
  } while (0)

static int constructed;
void init(void) { constructed++; }
int function(void) { return 42; }
int data[4] = {1, 2, 3, 4};
_Thread_local int other = 4;
_Thread_local unsigned char tls_probe[8] = DLW_TLS_PROBE;
_Thread_local int tls = 5;

__attribute__((export_name("_start"))) void _start(void) {
  CHECK(!dlopen("none.so", RTLD_NOW));
  CHECK(dlerror()[0] == 'E');
  void *h = dlopen("lib.so", RTLD_NOW);
  CHECK(h && constructed == 1);
  CHECK(dlsym(h, "function") == (void *)function);
  CHECK(((int (*)(void))dlsym(h, "function"))() == 42);
  CHECK(dlsym(h, "data") == (void *)data);
  CHECK(!dlsym(h, "none"));
  tls = 7;
  other = 6;
#ifdef HAVE_TLS
  CHECK(dlsym(h, "tls") == (void *)&tls && *(int *)dlsym(h, "tls") == 7);
  CHECK(dlsym(h, "other") == (void *)&other);
#endif
  CHECK(dlclose(h) == 0 && dlclose(h) != 0);
}
