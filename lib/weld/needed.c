/* Dependencies that libraries' files name themselves, as DT_NEEDED does: found
   among the libraries of the link, or in directories, as `ld` finds them with
   -rpath-link. */
#include "weld/weld.h"

#include <unistd.h>

static dlw_str directory_of(dlw_str path) {
  path.n -= dlw_str_basename(path).n;
  return path.n ? path : DLW_STR("./");
}

/* The directory that a run path means for a library at `file`. */
static dlw_str expand(dlw_ctx *cx, dlw_str path, dlw_str file) {
  static const char *const heads[] = {"$ORIGIN", "${ORIGIN}"};
  for (size_t i = 0; i < 2; i++) {
    dlw_str head = dlw_str_of(heads[i]);
    bool ends = path.n == head.n ||
                (path.n > head.n && path.p[head.n] == '/') || i == 1;
    if (dlw_str_starts(path, head) && ends)
      return dlw_sprintf(cx, "%.*s%.*s", DLW_FMT(directory_of(file)),
                         (int)(path.n - head.n), path.p + head.n);
  }
  return dlw_sprintf(cx, "%.*s", DLW_FMT(path));
}

bool dlw_library_wants(dlw_weld *w, dlw_library *lib, dlw_str file,
                       const dlw_str *needed, uint32_t needed_count,
                       const dlw_str *run_paths, uint32_t run_path_count) {
  for (uint32_t i = 0; i < needed_count; i++)
    if (!dlw_list_add(w->cx, &lib->wanted, needed[i]))
      return false;
  for (uint32_t i = 0; i < run_path_count; i++) {
    /* GNU ld takes lists with colons for one. */
    dlw_str left = run_paths[i];
    while (left.n) {
      const char *colon = memchr(left.p, ':', left.n);
      dlw_str one = {left.p, colon ? (size_t)(colon - left.p) : left.n};
      left.p += one.n + (colon != NULL);
      left.n -= one.n + (colon != NULL);
      dlw_str directory = expand(w->cx, one, file);
      if (one.n &&
          (!directory.p || !dlw_list_add(w->cx, &lib->run_paths, directory) ||
           !dlw_list_add(w->cx, &lib->given_run_paths, one)))
        return false;
    }
  }
  /* Last: what packages bring lies side by side. */
  dlw_str own = directory_of(file);
  return !needed_count || dlw_list_add(w->cx, &lib->run_paths, own);
}

/* A library of the link by soname or alias; or, since wasm-ld names a file by
   its base name alone, one of that base name that `needed=` gives library
   `number`, or that is the only one; NULL: none. */
static const dlw_library *find_known(const dlw_weld *w, uint32_t number,
                                     dlw_str name) {
  const dlw_map_entry *e = dlw_map_get(&w->sonames, name);
  if (e)
    return &w->libraries[e->value];
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_list *aliases = &w->libraries[i].aliases;
    for (uint32_t k = 0; k < aliases->count; k++)
      if (dlw_str_eq(aliases->items[k], name))
        return &w->libraries[i];
  }
  const dlw_list *given = &w->libraries[number].needed_names;
  for (uint32_t i = 0; i < given->count; i++)
    if (dlw_str_eq(dlw_str_basename(given->items[i]), name) &&
        (e = dlw_map_get(&w->sonames, given->items[i])) != NULL)
      return &w->libraries[e->value];
  const dlw_library *only = NULL;
  for (uint32_t i = 1; i < w->library_count; i++)
    if (dlw_str_eq(dlw_str_basename(w->libraries[i].soname), name)) {
      if (only)
        return NULL;
      only = &w->libraries[i];
    }
  return only;
}

static bool is_in(dlw_weld *w, dlw_str directory, dlw_str name, dlw_str *path) {
  const char *slash =
      directory.n && directory.p[directory.n - 1] != '/' ? "/" : "";
  *path = dlw_sprintf(w->cx, "%.*s%s%.*s", DLW_FMT(directory), slash,
                      DLW_FMT(name));
  return path->p && dlw_file_is_regular(w->cx, *path) &&
         access(path->p, R_OK) == 0;
}

dlw_library *dlw_weld_find_file(dlw_weld *w, dlw_str path) {
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_list *files = &w->libraries[i].files;
    for (uint32_t k = 0; k < files->count; k++)
      if (dlw_file_is_same(w->cx, files->items[k], path))
        return &w->libraries[i];
  }
  return NULL;
}

static bool find_file(dlw_weld *w, uint32_t number, dlw_str name,
                      dlw_str *path) {
  /* The library's run path, but for its own directory, then -L, then that. */
  const dlw_list *own = &w->libraries[number].run_paths;
  if (!name.n || memchr(name.p, '/', name.n) || memchr(name.p, 0, name.n) ||
      dlw_str_eq(name, DLW_STR("..")))
    return false;
  for (uint32_t i = 0; i + 1 < own->count; i++)
    if (is_in(w, own->items[i], name, path))
      return true;
  for (uint32_t i = 0; i < w->library_paths.count; i++)
    if (is_in(w, w->library_paths.items[i], name, path))
      return true;
  return own->count && is_in(w, own->items[own->count - 1], name, path);
}

bool dlw_weld_find_needed(dlw_weld *w, uint32_t number) {
  bool ok = true;
  for (uint32_t i = 0; i < w->libraries[number].wanted.count; i++) {
    dlw_str name = w->libraries[number].wanted.items[i], path;
    const dlw_library *known = find_known(w, number, name);
    if (!known && dlw_name_is_runtime_library(name))
      continue;
    if (!known) {
      if (!find_file(w, number, name, &path)) {
        ok = dlw_error(w->cx, NULL,
                       "%.*s needs %.*s, which is neither a library of this "
                       "link nor in its run path or a directory of -L; give it "
                       "with dlopen=%.*s=FILE",
                       DLW_FMT(w->libraries[number].soname), DLW_FMT(name),
                       DLW_FMT(name));
        continue;
      }
      /* A link to a file that is a library of the line: another name of it. */
      dlw_library *has = dlw_weld_find_file(w, path);
      dlw_library *lib = has ? has : dlw_weld_library(w, name);
      if (!lib || !dlw_list_add(w->cx, has ? &lib->aliases : &lib->files,
                                has ? name : path))
        return false;
      known = lib;
    }
    if (known != w->libraries &&
        !dlw_list_add(w->cx, &w->libraries[number].needed_names, known->soname))
      return false;
  }
  return ok;
}

/* Whether some library could be meant by that name. */
static bool is_taken(const dlw_weld *w, uint32_t but, dlw_str name) {
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    if (dlw_str_eq(dlw_str_basename(lib->soname), name))
      return true;
    for (uint32_t k = 0; k < lib->aliases.count; k++)
      if (dlw_str_eq(dlw_str_basename(lib->aliases.items[k]), name))
        return true;
    if (i != but && lib->named_by_file && lib->files.count &&
        dlw_str_eq(dlw_str_basename(lib->files.items[0]), name))
      return true;
  }
  return false;
}

bool dlw_weld_alias_files(dlw_weld *w) {
  for (uint32_t i = 1; i < w->library_count; i++) {
    dlw_library *lib = &w->libraries[i];
    if (!lib->named_by_file || !lib->files.count)
      continue;
    dlw_str base = dlw_str_basename(lib->files.items[0]);
    if (dlw_str_glob(DLW_STR("?*.so*"), base) && !is_taken(w, i, base) &&
        !dlw_list_add(w->cx, &lib->aliases, base))
      return false;
  }
  return true;
}
