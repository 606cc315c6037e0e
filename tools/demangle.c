/* C++ names, with the library that a welded name has at its end. */
#include "support/demangle.h"
#include "nm.h"

static dlw_demangler *demangle;

bool dlw_demangle_init(void) {
  demangle = dlw_demangler_find();
  if (!demangle)
    fprintf(stderr, "dlweld: error: -C: there is no C++ library on this "
                    "machine to demangle names with\n");
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
  size_t end = name.n ? suffix_of(name) : 0;
  dlw_str head = {name.p, end}, tail = {name.p + end, name.n - end};
  if (tail.n > 1 && tail.p[1] == '.')
    tail = (dlw_str){tail.p + 1, tail.n - 1};
  bool own = id.n && tail.n == id.n + 1 && dlw_str_ends(tail, id);
  dlw_str text = dlw_demangle_with(cx, demangle, head);
  if (!text.p && !own)
    return text;
  return dlw_sprintf(cx, "%.*s%s%.*s%s", DLW_FMT(text.p ? text : head),
                     tail.n ? " (" : "", DLW_FMT(tail), tail.n ? ")" : "");
}
