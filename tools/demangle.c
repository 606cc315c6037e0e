/* C++ names by the C++ library of this machine, which need not be there: it is
   loaded when it is asked for. */
#include <dlfcn.h>
#include <stdlib.h>

#include "nm.h"

typedef char *demangler(const char *name, char *out, size_t *size, int *status);

static demangler *demangle;

bool dlw_demangle_init(void) {
  static const char *const libraries[] = {"libstdc++.so.6", "libc++abi.so.1"};
  for (size_t i = 0; i < 2 && !demangle; i++) {
    void *handle = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
    void *symbol = handle ? dlsym(handle, "__cxa_demangle") : NULL;
    memcpy(&demangle, &symbol, sizeof symbol);
  }
  if (!demangle)
    fprintf(stderr, "dlweld: error: -C: there is no libstdc++.so.6 or "
                    "libc++abi.so.1 to demangle names with\n");
  return demangle != NULL;
}

/* Where the suffix begins that says the library (lib/weld/names.c): at the last
   two dots in a row, or else at the first dot. */
static size_t suffix_of(dlw_str name) {
  for (size_t i = name.n; i > 1; i--)
    if (name.p[i - 1] == '.' && name.p[i - 2] == '.')
      return i - 2;
  const char *dot = memchr(name.p, '.', name.n);
  return dot ? (size_t)(dot - name.p) : name.n;
}

dlw_str dlw_demangle(dlw_ctx *cx, dlw_str name, dlw_str id) {
  bool cxx = name.n > 2 && name.p[0] == '_' && name.p[1] == 'Z';
  size_t end = name.n ? suffix_of(name) : 0;
  dlw_str head = {name.p, end}, tail = {name.p + end, name.n - end};
  if (tail.n > 1 && tail.p[1] == '.')
    tail = (dlw_str){tail.p + 1, tail.n - 1};
  bool own = id.n && tail.n == id.n + 1 && dlw_str_ends(tail, id);
  if ((!cxx && !own) || memchr(name.p, 0, name.n))
    return (dlw_str){0};
  char *copy = dlw_strdup(cx, head);
  int status = -1;
  char *text = copy && cxx ? demangle(copy, NULL, NULL, &status) : NULL;
  dlw_str out = {0};
  if (text || own)
    out = dlw_sprintf(cx, "%s%s%.*s%s",
                      text   ? text
                      : copy ? copy
                             : "",
                      tail.n ? " (" : "", DLW_FMT(tail), tail.n ? ")" : "");
  free(text);
  return out;
}
