/* normalize has no entry point of its own: normalize(SQL) calls it. */
#include "sqlite3.h"

char *sqlite3_normalize(const char *sql);

static void normalize(sqlite3_context *context, int count,
                      sqlite3_value **values) {
  char *text = sqlite3_normalize((const char *)sqlite3_value_text(values[0]));
  sqlite3_result_text(context, text, -1, sqlite3_free);
}

int sqlite3_adapter_init(sqlite3 *db, char **error, const void *routines) {
  return sqlite3_create_function(db, "normalize", 1, SQLITE_UTF8, 0, normalize,
                                 0, 0);
}
