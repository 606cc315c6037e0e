/* remember(V,PTR) takes a C pointer, which SQL cannot make: here() is one to a
   variable, remembered() its value. */
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT3

int sqlite3_remember_init(sqlite3 *db, char **error,
                          const sqlite3_api_routines *routines);

static sqlite3_int64 variable;

static void here(sqlite3_context *context, int count, sqlite3_value **values) {
  sqlite3_result_pointer(context, &variable, "carray", 0);
}

static void remembered(sqlite3_context *context, int count,
                       sqlite3_value **values) {
  sqlite3_result_int64(context, variable);
}

int sqlite3_adapter_init(sqlite3 *db, char **error,
                         const sqlite3_api_routines *routines) {
  int rc = sqlite3_remember_init(db, error, routines);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function(db, "here", 0, SQLITE_UTF8, 0, here, 0, 0);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function(db, "remembered", 0, SQLITE_UTF8, 0,
                                 remembered, 0, 0);
  return rc;
}
