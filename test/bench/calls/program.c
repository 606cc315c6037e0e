/* Calls into a library through a pointer from dlsym. The static build of the
   benchmark links this same object with static.c. */
#include <dlfcn.h>

typedef unsigned function(unsigned);

static function *find(const char *name) {
  void *library = dlopen("libfirst.so", RTLD_NOW);
  return library ? (function *)dlsym(library, name) : 0;
}

/* `count` calls through the pointer: program -> library. */
unsigned indirect(unsigned count) {
  function *step = find("first_step");
  unsigned sum = 0;
  for (unsigned i = 0; i < count; i++)
    sum = step(sum);
  return sum;
}

/* `count` calls by name: library -> library that it needs. */
unsigned direct(unsigned count) { return find("first_loop")(count); }
