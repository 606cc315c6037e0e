/* What the programs of these tests share. */
#ifndef SHOW_H
#define SHOW_H

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Prints the expression and what dlerror says after it, or "ok". */
static inline int show_pointer(const char *text, void *value) {
  const char *error = dlerror();
  printf("%s: %s%s%s\n", text, value ? "ok" : "NULL", error ? ": " : "",
         error ? error : "");
  return value != 0;
}
#define SHOW(expression) show_pointer(#expression, expression)

/* Calls the function of that name in the library and prints what it says. */
static inline void show_call(const char *text, void *function) {
  const char *error = dlerror();
  if (function)
    printf("%s: %s\n", text, ((const char *(*)(void))function)());
  else
    printf("%s: NULL: %s\n", text, error ? error : "(no error)");
}
#define CALL(expression) show_call(#expression, expression)

/* A function that tells its own name: SAY(f) has f return "f". */
#define SAY(name)                                                              \
  const char *name(void);                                                      \
  const char *name(void) { return #name; }

#endif
