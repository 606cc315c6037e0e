/* Finding the real linker. A candidate must be an executable file that is not
   this program, compared by device and inode, so that a link or a copy of the
   directory's path does not deceive. Another copy of this program is found
   out by the variable that the real linker runs under. */
#include "host/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/host.h"

#define NEWEST 40 /* versions that may come to exist */
#define OLDEST 8

typedef struct search {
  dlw_ctx *cx;
  struct stat self;
  bool has_self;
} search;

static bool usable(const search *s, const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
         !(s->has_self && st.st_dev == s->self.st_dev &&
           st.st_ino == s->self.st_ino) &&
         access(path, X_OK) == 0;
}

/* directory/name if that is one. An empty directory is the working one, as in
   PATH. */
static const char *try(const search *s, dlw_str directory, dlw_str name) {
  char path[4096];
  if (directory.n == 0)
    directory = DLW_STR(".");
  if (directory.n + name.n + 2 > sizeof path)
    return NULL;
  memcpy(path, directory.p, directory.n);
  path[directory.n] = '/';
  memcpy(path + directory.n + 1, name.p, name.n);
  dlw_str whole = {path, directory.n + 1 + name.n};
  path[whole.n] = '\0';
  return usable(s, path) ? dlw_strdup(s->cx, whole) : NULL;
}

static const char *on_path(const search *s, dlw_str name) {
  const char *path = getenv("PATH");
  for (const char *p = path; p;) {
    const char *end = strchrnul(p, ':');
    const char *found = try(s, (dlw_str){p, (size_t)(end - p)}, name);
    if (found)
      return found;
    p = *end ? end + 1 : NULL;
  }
  return NULL;
}

/* The directory we were installed in. */
static dlw_str own_directory(dlw_ctx *cx) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  if (n <= 0 || (size_t)n == sizeof path)
    return (dlw_str){0};
  dlw_str base = dlw_str_basename((dlw_str){path, (size_t)n});
  size_t size = (size_t)(base.p - path);
  char *copy = dlw_strdup(cx, (dlw_str){path, size ? size - 1 : 0});
  return copy ? dlw_str_of(copy) : (dlw_str){0};
}

static const char *beside(const search *s, dlw_str own, dlw_str called,
                          dlw_str name) {
  const char *found = own.n ? try(s, own, name) : NULL;
  dlw_str base = dlw_str_basename(called);
  if (!found && base.n < called.n)
    found = try(s, (dlw_str){called.p, called.n - base.n - 1}, name);
  return found;
}

const char *dlw_find_linker(dlw_ctx *cx, const char *name, bool flavored) {
  search s = {.cx = cx};
  s.has_self = stat("/proc/self/exe", &s.self) == 0;
  const char *found = NULL;

  if (dlw_host_is_child()) {
    dlw_error(cx, NULL,
              "dlweld's wasm-ld was run in place of the real linker; set "
              "DLWELD_LINKER to the path of the real wasm-ld");
    return NULL;
  }

  const char *chosen = getenv("DLWELD_LINKER");
  if (chosen && *chosen) {
    if (!strchr(chosen, '/'))
      found = on_path(&s, dlw_str_of(chosen));
    else if (usable(&s, chosen))
      found = chosen;
    if (!found)
      dlw_error(cx, NULL,
                "DLWELD_LINKER names no linker that can be run: %s", chosen);
    return found;
  }
  dlw_str called = dlw_str_of(name);
  dlw_str base = dlw_str_basename(called), plain = DLW_STR("wasm-ld");
  dlw_str own = own_directory(cx);
  if (flavored || dlw_find_is_wasm(name)) {
    found = beside(&s, own, called, base);
    if (!found)
      found = on_path(&s, base);
  }
  if (!found)
    found = beside(&s, own, called, plain);
  if (!found)
    found = on_path(&s, plain);
  for (int version = NEWEST; !found && version >= OLDEST; version--) {
    char text[64];
    int n = snprintf(text, sizeof text, "wasm-ld-%d", version);
    found = on_path(&s, (dlw_str){text, (size_t)n});
  }
  for (int version = NEWEST; !found && version >= OLDEST; version--) {
    char text[64];
    int n = snprintf(text, sizeof text, "/usr/lib/llvm-%d/bin", version);
    found = try(&s, (dlw_str){text, (size_t)n}, plain);
  }
  if (!found)
    dlw_error(cx, NULL,
              "cannot find the real wasm-ld (looked for %.*s, wasm-ld and "
              "wasm-ld-NN beside this program and on PATH, and for "
              "/usr/lib/llvm-NN/bin/wasm-ld); set DLWELD_LINKER to its path",
              DLW_FMT(base));
  return found;
}

bool dlw_host_is_child(void) { return getenv(DLW_HOST_VARIABLE) != NULL; }

/* lld splits its name at dashes and takes the first part that it knows. */
typedef enum flavor { NO_FLAVOR, WASM, OTHER_FLAVOR } flavor;

static flavor flavor_of(const char *name) {
  static const char *const others[] = {"ld",   "ld.lld",   "gnu",   "link",
                                       "ld64", "ld64.lld", "darwin"};
  dlw_str base = dlw_str_basename(dlw_str_of(name));
  if (base.n >= 4 && strncasecmp(base.p + base.n - 4, ".exe", 4) == 0)
    base.n -= 4;
  while (base.n) {
    const char *dash = memchr(base.p, '-', base.n);
    size_t n = dash ? (size_t)(dash - base.p) : base.n;
    if (n == 4 && strncasecmp(base.p, "wasm", 4) == 0)
      return WASM;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
      if (strlen(others[i]) == n && strncasecmp(base.p, others[i], n) == 0)
        return OTHER_FLAVOR;
    base.p += dash ? n + 1 : n;
    base.n -= dash ? n + 1 : n;
  }
  return NO_FLAVOR;
}

bool dlw_find_is_wasm(const char *name) { return flavor_of(name) == WASM; }

const char *dlw_find_argv0(const char *name) {
  return flavor_of(name) == NO_FLAVOR ? "wasm-ld" : name;
}
