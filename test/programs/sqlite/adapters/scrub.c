/* scrub has no entry point of its own: scrub(FROM,TO) copies a database file
   and is "ok" or the error. */
#include "sqlite3.h"

int sqlite3_scrub_backup(const char *from, const char *to, char **error);

static void scrub(sqlite3_context *context, int count, sqlite3_value **values) {
  char *message = 0;
  int rc = sqlite3_scrub_backup((const char *)sqlite3_value_text(values[0]),
                                (const char *)sqlite3_value_text(values[1]),
                                &message);
  if (rc == SQLITE_OK)
    sqlite3_result_text(context, "ok", -1, SQLITE_STATIC);
  else if (message)
    sqlite3_result_error(context, message, -1);
  else
    sqlite3_result_error_code(context, rc);
  sqlite3_free(message);
}

int sqlite3_adapter_init(sqlite3 *db, char **error, const void *routines) {
  return sqlite3_create_function(db, "scrub", 2, SQLITE_UTF8, 0, scrub, 0, 0);
}
