/* Names with a meaning of their own, and how a library's name becomes part of
   its symbols' names. */
#include "weld/weld.h"

#include <stdlib.h>

#include "object/everyones.h"

static bool is_one_of(dlw_str name, const char *const *sorted, size_t n) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    int order = strncmp(name.p, sorted[middle], name.n);
    if (order == 0 && sorted[middle][name.n] == '\0')
      return true;
    if (order > 0)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

bool dlw_name_is_linkers(dlw_str name) {
  static const char *const linkers[] = {DLW_LINKER_NAMES};
  return dlw_str_starts(name, DLW_STR("__")) &&
         is_one_of(name, linkers, sizeof linkers / sizeof *linkers);
}

/* In strcmp order. */
bool dlw_name_is_allocator(dlw_str name) {
  static const char *const allocators[] = {
      "__libc_calloc", "__libc_free",    "__libc_malloc", "aligned_alloc",
      "calloc",        "free",           "malloc",        "malloc_usable_size",
      "memalign",      "posix_memalign", "pvalloc",       "realloc",
      "reallocarray",  "valloc",
  };
  /* operator new, new[], delete and delete[] in all their forms. */
  static const char *const operators[] = {"_Znw", "_Zna", "_Zdl", "_Zda"};
  for (size_t i = 0; i < 4; i++)
    if (dlw_str_starts(name, dlw_str_of(operators[i])))
      return true;
  return is_one_of(name, allocators, sizeof allocators / sizeof *allocators);
}

/* Each program's own by its nature, though libc has fall-backs for some. */
bool dlw_name_is_entry(dlw_str name) {
  static const char *const entries[] = {DLW_ENTRY_NAMES};
  return is_one_of(name, entries, sizeof entries / sizeof *entries);
}

/* LLVM's RuntimeLibcalls.td, as far as WebAssembly has them. The mathematical
   ones with the suffixes of their types. */
bool dlw_name_is_libcall(dlw_str name) {
  static const char *const functions[] = {"bcmp", "memcmp", "memcpy", "memmove",
                                          "memset"};
  static const char *const patterns[] = {"__*ti[2-5]", "__*tf[2-3]", "__fix*",
                                         "__float*",   "__extend*",  "__trunc*",
                                         "__powi*f2"};
  static const char *const math[] = {
      "acos",      "asin",         "atan",   "atan2",    "cbrt",
      "ceil",      "copysign",     "cos",    "cosh",     "exp",
      "exp10",     "exp2",         "floor",  "fma",      "fmax",
      "fmaximum",  "fmaximum_num", "fmin",   "fminimum", "fminimum_num",
      "fmod",      "frexp",        "ldexp",  "llrint",   "llround",
      "log",       "log10",        "log2",   "lrint",    "lround",
      "modf",      "nearbyint",    "pow",    "rint",     "round",
      "roundeven", "sin",          "sincos", "sinh",     "sqrt",
      "tan",       "tanh",         "trunc"};
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
    if (dlw_str_glob(dlw_str_of(patterns[i]), name))
      return true;
  if (is_one_of(name, functions, sizeof functions / sizeof *functions) ||
      is_one_of(name, math, sizeof math / sizeof *math))
    return true;
  char last = name.n ? name.p[name.n - 1] : 0;
  name.n -= last != 0;
  return (last == 'f' || last == 'l') &&
         is_one_of(name, math, sizeof math / sizeof *math);
}

bool dlw_name_is_rtti(dlw_str name) {
  return dlw_str_starts(name, DLW_STR("_ZTI")) ||
         dlw_str_starts(name, DLW_STR("_ZTS"));
}

bool dlw_archive_is_runtime(dlw_str path) {
  static const char *const patterns[] = {
      /* Not wasi-libc's empty ones for Unix: a libutil.a that defines something
         is the user's. */
      "libc.a",          "libc-*.a",    "libm.a",      "libsetjmp.a",
      "libc++.a",        "libc++abi.a", "libunwind.a", "libwasi-emulated-*.a",
      "libclang_rt.*.a",
  };
  dlw_str base = dlw_str_basename(path);
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
    if (dlw_str_glob(dlw_str_of(patterns[i]), base))
      return true;
  return false;
}

bool dlw_name_is_runtime_library(dlw_str soname) {
  static const char *const patterns[] = {
      "libc.so",
      "libc.so.*",
      "libc-*.so",
      "libm.so",
      "libm.so.*",
      "libdl.so",
      "libdl.so.*",
      "libpthread.so",
      "libpthread.so.*",
      "librt.so",
      "librt.so.*",
      "libsetjmp.so",
      "libc++.so",
      "libc++.so.*",
      "libc++abi.so",
      "libc++abi.so.*",
      "libunwind.so",
      "libunwind.so.*",
      "libwasi-emulated-*.so",
      "libclang_rt.*.so",
  };
  dlw_str base = dlw_str_basename(soname);
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
    if (dlw_str_glob(dlw_str_of(patterns[i]), base))
      return true;
  return false;
}

bool dlw_object_is_startup(dlw_str path) {
  dlw_str base = dlw_str_basename(path);
  return dlw_str_glob(DLW_STR("crt[0-9]*.o"), base) ||
         dlw_str_glob(DLW_STR("[sg]crt[0-9]*.o"), base);
}

bool dlw_name_is_soname(dlw_str soname) {
  return soname.n && dlw_str_is_utf8(soname) &&
         !memchr(soname.p, 0, soname.n) &&
         !dlw_str_eq(soname, DLW_STR("program"));
}

static bool is_c_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

/* The id is the soname in characters that demanglers take for part of a symbol
   even when they filter running text: letters, digits, '_', '.' and '$'.
   Others, and '$' itself, are $ and two hexadecimal digits; so is a dot at the
   start or behind another, so that an id neither begins with a dot nor holds
   two in a row. */
dlw_str dlw_library_id(dlw_ctx *cx, dlw_str soname) {
  static const char digits[] = "0123456789abcdef";
  char *id = dlw_alloc(cx, soname.n, 3);
  if (!id)
    return (dlw_str){0};
  size_t n = 0;
  for (size_t i = 0; i < soname.n; i++) {
    char c = soname.p[i];
    bool plain_dot = c == '.' && n > 0 && id[n - 1] != '.';
    if (is_c_character(c) || plain_dot) {
      id[n++] = c;
    } else {
      id[n++] = '$';
      id[n++] = digits[(unsigned char)c >> 4];
      id[n++] = digits[c & 15];
    }
  }
  return (dlw_str){id, n};
}

/* `name.id`; or `name..id` if the name has dots of its own (foo.part.0). So the
   last two dots in a row, or else the first dot, split it again, and no two
   (name, library) pairs share a welded name. */
bool dlw_welded_name(dlw_ctx *cx, const dlw_library *lib, dlw_str name,
                     dlw_str *out) {
  size_t dots = name.n && memchr(name.p, '.', name.n) ? 2 : 1;
  char *p = dlw_alloc(cx, name.n + dots + lib->id.n, 1);
  if (!p)
    return false;
  if (name.n)
    memcpy(p, name.p, name.n);
  memset(p + name.n, '.', dots);
  memcpy(p + name.n + dots, lib->id.p, lib->id.n);
  *out = (dlw_str){p, name.n + dots + lib->id.n};
  return true;
}

bool dlw_name_is_c(dlw_str name) {
  for (size_t i = 0; i < name.n; i++)
    if (!is_c_character(name.p[i]))
      return false;
  return name.n && !(name.p[0] >= '0' && name.p[0] <= '9');
}

/* `name__N_soname`, N the length of the name; what C does not take in a soname,
   and '_', is _ and two hexadecimal digits. */
dlw_str dlw_section_name(dlw_ctx *cx, const dlw_library *lib, dlw_str name) {
  static const char digits[] = "0123456789abcdef";
  char *soname = dlw_alloc(cx, lib->soname.n, 3);
  if (!soname)
    return (dlw_str){0};
  size_t n = 0;
  for (size_t i = 0; i < lib->soname.n; i++) {
    char c = lib->soname.p[i];
    if (is_c_character(c) && c != '_') {
      soname[n++] = c;
    } else {
      soname[n++] = '_';
      soname[n++] = digits[(unsigned char)c >> 4];
      soname[n++] = digits[c & 15];
    }
  }
  return dlw_sprintf(cx, "%.*s__%zu_%.*s", DLW_FMT(name), name.n, (int)n,
                     soname);
}

dlw_str dlw_compiled_section(dlw_ctx *cx, const dlw_library *lib,
                             dlw_compiled kind) {
  static const char *const names[] = {"dlweld_data", "dlweld_const",
                                      "dlweld_tls"};
  return dlw_section_name(cx, lib, dlw_str_of(names[kind]));
}

dlw_str dlw_slots_name(dlw_ctx *cx, const dlw_library *lib) {
  return dlw_sprintf(cx, "__dlweld_slots.%.*s", DLW_FMT(lib->id));
}

dlw_str dlw_soname_of_file(dlw_ctx *cx, dlw_str path) {
  dlw_str base = dlw_str_basename(path);
  /* libfoo.so, libfoo.so.1.2 */
  if (dlw_str_glob(DLW_STR("?*.so"), base) ||
      dlw_str_glob(DLW_STR("?*.so.[0-9]*"), base))
    return dlw_sprintf(cx, "%.*s", DLW_FMT(base));
  for (size_t i = base.n; i > 1; i--)
    if (base.p[i - 1] == '.') {
      base.n = i - 1;
      break;
    }
  return dlw_sprintf(cx, "%.*s.so", DLW_FMT(base));
}
