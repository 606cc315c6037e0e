/* One real library: NAME, NUMBER and SYMBOLS are given. */
#include <dlfcn.h>
#include <stdio.h>

#include "library.h"

extern void *__dso_handle;
int __cxa_atexit(void (*)(void *), void *, void *);

/* Not tail calls: dlsym asks who calls. */
static void *find_default(const char *name) {
  void *volatile found = dlsym(RTLD_DEFAULT, name);
  return found;
}
static void *find_next(const char *name) {
  void *volatile found = dlsym(RTLD_NEXT, name);
  return found;
}
static int initialised = 1000, zero;
static int count(void) { return ++initialised + ++zero; }
static void entry(void *n) { printf("entry %s %d\n", NAME, (int)(long)n); }
static void at_exit(int n) {
  __cxa_atexit(entry, (void *)(long)n, &__dso_handle);
}

static const vtable table = {find_default, find_next, count, at_exit};
__attribute__((constructor)) static void init(void) {
  hook('+', NUMBER, &table);
}
__attribute__((destructor)) static void fini(void) {
  hook('-', NUMBER, &table);
}
#define SYMBOL(name)                                                           \
  const char *name(void) { return NAME "." #name; }
SYMBOLS
