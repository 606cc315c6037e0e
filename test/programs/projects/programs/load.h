/* A library's functions, by dlopen or, with -DDIRECT, by name: the same program
   is linked both ways. FUNCTIONS(X) is X(foo) X(bar) ... of what is used; then
   they are called as the_foo, the_bar, after open_library(). */
#ifndef LOAD_H
#define LOAD_H

#ifdef DIRECT

#define DECLARE(f) static __typeof__(f) *const the_##f = f;
FUNCTIONS(DECLARE)
static int open_library(const char *soname) { return soname != 0; }

#else

#include <dlfcn.h>
#include <stdio.h>

#define DECLARE(f) static __typeof__(f) *the_##f;
FUNCTIONS(DECLARE)

/* 0, with a message, if something is not there. */
static int open_library(const char *soname) {
  void *library = dlopen(soname, RTLD_NOW);
  int all = library != NULL;
  if (!all)
    puts(dlerror());
#define FIND(f)                                                                \
  if (all && !(the_##f = (__typeof__(f) *)dlsym(library, #f)))                 \
    all = 0, puts(dlerror());
  FUNCTIONS(FIND)
  return all;
}

#endif
#endif
