/* The shell has a copy of some extensions built in. This second entry point of
   such an extension calls its own with every name it registers prefixed by
   "x_", so that what a statement uses is the loaded library and nothing else.
   EXTENSION_INIT names the extension's own entry point. */
#include "sqlite3ext.h"

int EXTENSION_INIT(sqlite3 *db, char **error,
                   const sqlite3_api_routines *routines);

static const sqlite3_api_routines *real;
static sqlite3_api_routines prefixed;

static int create_function(sqlite3 *db, const char *name, int arguments,
                           int flags, void *data,
                           void (*function)(sqlite3_context *, int,
                                            sqlite3_value **),
                           void (*step)(sqlite3_context *, int,
                                        sqlite3_value **),
                           void (*final)(sqlite3_context *)) {
  char *other = real->mprintf("x_%s", name);
  int rc = real->create_function(db, other, arguments, flags, data, function,
                                 step, final);
  real->free(other);
  return rc;
}

static int create_window_function(
    sqlite3 *db, const char *name, int arguments, int flags, void *data,
    void (*step)(sqlite3_context *, int, sqlite3_value **),
    void (*final)(sqlite3_context *), void (*value)(sqlite3_context *),
    void (*inverse)(sqlite3_context *, int, sqlite3_value **),
    void (*destroy)(void *)) {
  char *other = real->mprintf("x_%s", name);
  int rc = real->create_window_function(db, other, arguments, flags, data,
                                        step, final, value, inverse, destroy);
  real->free(other);
  return rc;
}

static int create_collation(sqlite3 *db, const char *name, int encoding,
                            void *data,
                            int (*compare)(void *, int, const void *, int,
                                           const void *)) {
  char *other = real->mprintf("x_%s", name);
  int rc = real->create_collation(db, other, encoding, data, compare);
  real->free(other);
  return rc;
}

static int create_module(sqlite3 *db, const char *name,
                         const sqlite3_module *module, void *data) {
  char *other = real->mprintf("x_%s", name);
  int rc = real->create_module(db, other, module, data);
  real->free(other);
  return rc;
}

static int vfs_register(sqlite3_vfs *vfs, int is_default) {
  vfs->zName = real->mprintf("x_%s", vfs->zName); /* lives as long as the VFS */
  return real->vfs_register(vfs, is_default);
}

int sqlite3_prefixed_init(sqlite3 *db, char **error,
                          const sqlite3_api_routines *routines) {
  real = routines;
  prefixed = *routines;
  prefixed.create_function = create_function;
  prefixed.create_window_function = create_window_function;
  prefixed.create_collation = create_collation;
  prefixed.create_module = create_module;
  prefixed.vfs_register = vfs_register;
  return EXTENSION_INIT(db, error, &prefixed);
}
