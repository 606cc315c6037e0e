/* The ABI's own function is the one that keeps up with compilers, and a program
   that does not need it should not have to be linked with a C++ library. */
#include "support/demangle.h"

#include <dlfcn.h>
#include <stdlib.h>

dlw_demangler *dlw_demangler_find(void) {
  static const char *const libraries[] = {"libstdc++.so.6", "libc++abi.so.1"};
  dlw_demangler *found = NULL;
  for (size_t i = 0; i < 2 && !found; i++) {
    void *handle = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
    void *symbol = handle ? dlsym(handle, "__cxa_demangle") : NULL;
    memcpy(&found, &symbol, sizeof symbol);
  }
  return found;
}

dlw_str dlw_demangle_with(dlw_ctx *cx, dlw_demangler *demangler, dlw_str name) {
  if (!demangler || !dlw_str_starts(name, DLW_STR("_Z")) ||
      memchr(name.p, 0, name.n))
    return (dlw_str){0};
  char *copy = dlw_strdup(cx, name);
  int status = -1;
  char *text = copy ? demangler(copy, NULL, NULL, &status) : NULL;
  dlw_str out = text ? dlw_sprintf(cx, "%s", text) : (dlw_str){0};
  free(text);
  return out;
}
