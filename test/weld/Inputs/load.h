/* dlopen and dlsym that end the program, and say why, where they fail. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static inline void *load(const char *soname) {
  void *handle = dlopen(soname, RTLD_NOW);
  if (!handle) {
    printf("dlopen %s: %s\n", soname, dlerror());
    exit(1);
  }
  return handle;
}

static inline void *find(void *handle, const char *name) {
  dlerror();
  void *address = dlsym(handle, name);
  if (!address) {
    printf("dlsym %s: %s\n", name, dlerror());
    exit(1);
  }
  return address;
}

/* Calls int name(void). */
static inline int call(void *handle, const char *name) {
  return ((int (*)(void))find(handle, name))();
}
