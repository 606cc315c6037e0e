/* The program of large.py: opens lib0.so, looks for what the last library has,
   closes, opens again, and prints a line for each step of the libraries. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *base(const char *name) {
  const char *slash = strrchr(name, '/');
  return slash ? slash + 1 : name;
}

void said(const char *what, const char *name) {
  printf("%s %s\n", base(name), what);
}

/* Only as deep as the outermost: what it opened is loaded. */
int next_name(const char *name, char *next) {
  int number = atoi(base(name) + 3);
  snprintf(next, 32, "lib%d.so", number + 1);
  return number + 1 < LIBRARIES;
}

int main(void) {
  for (int i = 0; i < 2; i++) {
    void *handle = dlopen("lib0.so", RTLD_NOW);
    if (!handle) {
      puts(dlerror());
      return 1;
    }
    int (*last)(void) = (int (*)(void))dlsym(handle, "last");
    printf("last: %d\n", last ? last() : -1);
    printf("missing: %d\n", dlsym(handle, "missing") != NULL);
    printf("close: %d\n", dlclose(handle));
  }
  return 0;
}
