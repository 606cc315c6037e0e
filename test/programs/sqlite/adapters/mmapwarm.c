/* mmapwarm has no entry point of its own: mmap_warm(FILE,BUSY) opens FILE on a
   connection of its own, begins a transaction there if BUSY, and is the
   result code of sqlite3_mmap_warm: 0, or 21 for misuse. */
#include "sqlite3.h"

int sqlite3_mmap_warm(sqlite3 *db, const char *schema);

static void mmap_warm(sqlite3_context *context, int count,
                      sqlite3_value **values) {
  sqlite3 *db = 0;
  int rc = sqlite3_open((const char *)sqlite3_value_text(values[0]), &db);
  if (rc == SQLITE_OK && sqlite3_value_int(values[1]))
    rc = sqlite3_exec(db, "BEGIN", 0, 0, 0);
  if (rc == SQLITE_OK)
    rc = sqlite3_mmap_warm(db, "main");
  sqlite3_close(db);
  sqlite3_result_int(context, rc);
}

int sqlite3_adapter_init(sqlite3 *db, char **error, const void *routines) {
  return sqlite3_create_function(db, "mmap_warm", 2, SQLITE_UTF8, 0, mmap_warm,
                                 0, 0);
}
