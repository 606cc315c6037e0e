/* vfslog is meant to be linked into SQLite: loaded, it registers itself. */
#include "sqlite3.h"

int sqlite3_register_vfslog(const char *argument);

int sqlite3_adapter_init(sqlite3 *db, char **error, const void *routines) {
  int rc = sqlite3_register_vfslog(0);
  return rc == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : rc;
}
