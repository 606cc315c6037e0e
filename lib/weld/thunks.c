/* The run time's functions, as libraries see them. */
#include "weld/weld.h"

const dlw_thunk dlw_thunks[DLW_THUNKS] = {
    [DLW_THUNK_DLOPEN] = {"dlopen", "__dlweld_dlopen", "pi", 'p'},
    [DLW_THUNK_DLSYM] = {"dlsym", "__dlweld_dlsym", "pp", 'p'},
    [DLW_THUNK_DLVSYM] = {"dlvsym", "__dlweld_dlvsym", "ppp", 'p'},
    [DLW_THUNK_DLMOPEN] = {"dlmopen", "__dlweld_dlmopen", "ppi", 'p'},
    [DLW_THUNK_ATEXIT] = {"atexit", "__dlweld_atexit", "p", 'i'},
    [DLW_THUNK_CXA_ATEXIT] = {"__cxa_atexit", "__dlweld_cxa_atexit_of", "ppp",
                              'i'},
    [DLW_THUNK_CXA_THREAD_ATEXIT] = {"__cxa_thread_atexit",
                                     "__dlweld_cxa_thread_atexit_of", "ppp",
                                     'i'},
};

/* Those that do not ask who calls. */
static const struct {
  const char *name, *target;
  bool exits; /* of libraries whose exit entries the run time keeps only */
} plain[] = {
    {"dlclose", "dlclose", false},
    {"dlerror", "dlerror", false},
    {"dladdr", "dladdr", false},
    {"dladdr1", "dladdr1", false},
    {"dlinfo", "dlinfo", false},
    {"dl_iterate_phdr", "dl_iterate_phdr", false},
    {"dlweld_iterate", "dlweld_iterate", false},
    {"dlweld_find", "dlweld_find", false},
    {"dlweld_soname", "dlweld_soname", false},
    {"dlweld_alias", "dlweld_alias", false},
    {"dlweld_needed", "dlweld_needed", false},
    {"dlweld_export", "dlweld_export", false},
    {"dlweld_kind", "dlweld_kind", false},
    {"dlweld_flags", "dlweld_flags", false},
    {"__cxa_atexit", "__dlweld_cxa_atexit", true},
    {"__cxa_thread_atexit", "__dlweld_cxa_thread_atexit", true},
};

/* Whether the run time must know what the library gives to atexit: if it can be
   unloaded; and if it starts before the program, because Linux runs what its
   constructors registered right behind its destructors. */
static bool exits_are_kept(const dlw_library *lib) {
  return lib->unload || lib->startup;
}

bool dlw_name_is_dlfcn(const dlw_library *lib, dlw_str name, uint32_t *thunk,
                       dlw_str *target) {
  for (uint32_t i = 0; i < DLW_THUNKS; i++)
    if (dlw_str_eq(name, dlw_str_of(dlw_thunks[i].name)) &&
        (i < DLW_THUNK_ATEXIT || exits_are_kept(lib)) &&
        (i <= DLW_THUNK_ATEXIT || lib->lifted)) {
      *thunk = i;
      return true;
    }
  *thunk = DLW_THUNKS;
  *target = name;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (dlw_str_eq(name, dlw_str_of(plain[i].name)) &&
        (!plain[i].exits || exits_are_kept(lib))) {
      *target = dlw_str_of(plain[i].target);
      return true;
    }
  return false;
}

static uint8_t value_type(const dlw_weld *w, char c) {
  return c == 'p' && w->memory64 ? 0x7e : 0x7f;
}

dlw_bytes dlw_function_type(dlw_weld *w, const char *parameters, char result,
                            bool number) {
  size_t n = strlen(parameters), size = n + number + 4;
  uint8_t *type = dlw_alloc(w->cx, size, 1), *p = type;
  if (!type)
    return (dlw_bytes){0};
  *p++ = 0x60;
  *p++ = (uint8_t)(n + number);
  if (number)
    *p++ = 0x7f;
  for (size_t i = 0; i < n; i++)
    *p++ = value_type(w, parameters[i]);
  *p++ = 1;
  *p = value_type(w, result);
  return (dlw_bytes){type, size};
}
