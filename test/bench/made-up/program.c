/* The program that made-up libraries are welded to, or linked with (PLAIN). */
#include <dlfcn.h>

#ifdef PLAIN
void *dlopen(const char *name, int mode) {
  (void)name, (void)mode;
  return 0;
}

void *dlsym(void *library, const char *name) {
  (void)library, (void)name;
  return 0;
}
#endif

char library[64], function[64]; /* written by who asks */

/* What the function makes of `x`; -1 if it is not to be had. */
int ask(int x) {
  void *handle = dlopen(library, RTLD_NOW);
  int (*f)(int) = handle ? (int (*)(int))dlsym(handle, function) : 0;
  return f ? f(x) : -1;
}
