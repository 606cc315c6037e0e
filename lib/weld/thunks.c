/* The run time's functions, as libraries see them. */
#include "weld/weld.h"

const dlw_thunk dlw_thunks[DLW_THUNKS] = {
    [DLW_THUNK_DLOPEN] = {"dlopen", "__dlweld_dlopen", "pi", 'p'},
    [DLW_THUNK_DLSYM] = {"dlsym", "__dlweld_dlsym", "pp", 'p'},
    [DLW_THUNK_DLVSYM] = {"dlvsym", "__dlweld_dlvsym", "ppp", 'p'},
    [DLW_THUNK_DLMOPEN] = {"dlmopen", "__dlweld_dlmopen", "ppi", 'p'},
    [DLW_THUNK_ATEXIT] = {"atexit", "__dlweld_atexit", "p", 'i'},
};

/* Those that do not ask who calls. */
static const struct {
  const char *name, *target;
  bool unload; /* of libraries that can be unloaded only */
} plain[] = {
    {"dlclose", "dlclose", false},
    {"dlerror", "dlerror", false},
    {"dladdr", "dladdr", false},
    {"dladdr1", "dladdr1", false},
    {"dlinfo", "dlinfo", false},
    {"dl_iterate_phdr", "dl_iterate_phdr", false},
    {"__cxa_atexit", "__dlweld_cxa_atexit", true},
    {"__cxa_thread_atexit", "__dlweld_cxa_thread_atexit", true},
};

bool dlw_name_is_dlfcn(const dlw_library *lib, dlw_str name, uint32_t *thunk,
                       dlw_str *target) {
  for (uint32_t i = 0; i < DLW_THUNKS; i++)
    if (dlw_str_eq(name, dlw_str_of(dlw_thunks[i].name)) &&
        (i != DLW_THUNK_ATEXIT || lib->unload)) {
      *thunk = i;
      return true;
    }
  *thunk = DLW_THUNKS;
  *target = name;
  if (dlw_str_starts(name, DLW_STR("dlweld_")))
    return true;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (dlw_str_eq(name, dlw_str_of(plain[i].name)) &&
        (!plain[i].unload || lib->unload)) {
      *target = dlw_str_of(plain[i].target);
      return true;
    }
  return false;
}
