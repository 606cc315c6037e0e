/* Libraries of large.py, all of one source: a library knows its name from dladdr.
   With RECURSE its constructors open the next one by number. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>

void said(const char *what, const char *name);
int next_name(const char *name, char *next);

static int zero;

static void own_name(void (*function)(void), const char **name) {
  Dl_info info = {0};
  dladdr((void *)function, &info);
  *name = info.dli_fname;
}

__attribute__((constructor)) static void begin(void) {
  const char *name;
  own_name(begin, &name);
  said(zero++ == 0 ? "begins" : "begins again", name);
#ifdef RECURSE
  char next[32];
  if (next_name(name, next))
    said(dlopen(next, RTLD_NOW) ? "has opened" : dlerror(), next);
#endif
}

__attribute__((destructor)) static void end(void) {
  const char *name;
  own_name(end, &name);
  said("ends", name);
}

#ifdef LAST
int last(void) { return 42; }
#endif
