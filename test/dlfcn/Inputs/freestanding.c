/* A program without a C library: opens a library whose constructor, function,
   data and thread-local symbol it checks, and one that is taken down and opened
   anew; traps if something is wrong. */
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

/* The run time's own list does here, as nobody exits. */
int __cxa_atexit(void (*entry)(void *), void *argument, void *dso);
int __cxa_atexit(void (*entry)(void *), void *argument, void *dso) {
  (void)entry, (void)argument, (void)dso;
  return 0;
}
/* There is no C library, so with a -pie or -shared module one would have to
   come from elsewhere. */
#ifdef NO_MEMORY
void *malloc(__SIZE_TYPE__ size);
void *malloc(__SIZE_TYPE__ size) { return (void)size, (void *)0; }
#endif
int __dlweld_cxa_atexit(void (*entry)(void *), void *argument, void *dso);

int unload_data[5] = {5, 4, 3, 2, 1}, unload_zero;
char unload_image[20];
static int opened, finished, entries;
static void entry(void *count) { ++*(int *)count; }
void unload_init(void) {
  CHECK(unload_data[0] == 5 && unload_data[4] == 1 && unload_zero == 0);
  unload_data[0] = unload_data[4] = unload_zero = ++opened;
  /* More than there are slots without a malloc, at the second time. */
  for (int i = 0; i < 20 * opened; i++)
    __dlweld_cxa_atexit(entry, &entries, dlopen("unload.so", RTLD_NOW));
}
void unload_fini(void) { finished++; }
static void check_unload(void) {
  void *h = dlopen("unload.so", RTLD_NOW);
  CHECK(h && constructed == 1 && opened == 1 && unload_zero == 1);
  for (int i = 0; i < 21; i++)
    CHECK(finished == 0 && dlclose(h) == 0);
  CHECK(finished == 1 && entries == 20 && dlclose(h) != 0);
  CHECK(unload_data[0] == 5 && unload_zero == 0);
  h = dlopen("unload.so", RTLD_NOW);
  CHECK(h && opened == 2);
  /* It could not have all its entries, so it stays. */
  for (int i = 0; i < 41; i++)
    CHECK(dlclose(h) == 0);
  CHECK(finished == 1 && entries == 20 && unload_data[4] == 2);
}

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
  check_unload();
}
