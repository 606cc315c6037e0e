/* carray takes C pointers, which SQL cannot make: carray_demo() is a pointer to
   six integers; carray_bound(SQL) runs SQL with three numbers bound to its
   first parameter by sqlite3_carray_bind and returns its first result. */
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT3
#include "carray.h"

int sqlite3_carray_init(sqlite3 *db, char **error,
                        const sqlite3_api_routines *routines);

static void carray_demo(sqlite3_context *context, int count,
                        sqlite3_value **values) {
  static int numbers[] = {53, 9, 17, 2231, 4, 99};
  sqlite3_result_pointer(context, numbers, "carray", 0);
}

static void carray_bound(sqlite3_context *context, int count,
                         sqlite3_value **values) {
  static double numbers[] = {0.5, 2.25, -8};
  sqlite3_stmt *statement = 0;
  if (sqlite3_prepare_v2(sqlite3_context_db_handle(context),
                         (const char *)sqlite3_value_text(values[0]), -1,
                         &statement, 0) == SQLITE_OK &&
      sqlite3_carray_bind(statement, 1, numbers, 3, CARRAY_DOUBLE,
                          SQLITE_TRANSIENT) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    sqlite3_result_value(context, sqlite3_column_value(statement, 0));
  sqlite3_finalize(statement);
}

int sqlite3_adapter_init(sqlite3 *db, char **error,
                         const sqlite3_api_routines *routines) {
  int rc = sqlite3_carray_init(db, error, routines);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function(db, "carray_demo", 0, SQLITE_UTF8, 0,
                                 carray_demo, 0, 0);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function(db, "carray_bound", 1, SQLITE_UTF8, 0,
                                 carray_bound, 0, 0);
  return rc;
}
