/* memvfs keeps a database in memory whose address it is given: memory(N) is
   the address of N bytes, as an integer. */
#include "sqlite3ext.h"

#include <stddef.h>

SQLITE_EXTENSION_INIT3

int sqlite3_memvfs_init(sqlite3 *db, char **error,
                        const sqlite3_api_routines *routines);

static void memory(sqlite3_context *context, int count,
                   sqlite3_value **values) {
  void *p = sqlite3_malloc(sqlite3_value_int(values[0]));
  sqlite3_result_int64(context, (sqlite3_int64)(sqlite3_uint64)(size_t)p);
}

int sqlite3_adapter_init(sqlite3 *db, char **error,
                         const sqlite3_api_routines *routines) {
  int permanent = sqlite3_memvfs_init(db, error, routines);
  int rc = sqlite3_create_function(db, "memory", 1, SQLITE_UTF8, 0, memory, 0,
                                   0);
  return rc == SQLITE_OK ? permanent : rc;
}
