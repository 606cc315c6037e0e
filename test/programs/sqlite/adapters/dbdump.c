/* dbdump has no entry point of its own: db_dump(SCHEMA,TABLE) is the text that
   sqlite3_db_dump writes. */
#include "sqlite3.h"

int sqlite3_db_dump(sqlite3 *db, const char *schema, const char *table,
                    int (*callback)(const char *, void *), void *data);

static int append(const char *text, void *data) {
  sqlite3_str_appendall(data, text);
  return 0;
}

static void db_dump(sqlite3_context *context, int count,
                    sqlite3_value **values) {
  sqlite3 *db = sqlite3_context_db_handle(context);
  sqlite3_str *text = sqlite3_str_new(db);
  int rc = sqlite3_db_dump(db, (const char *)sqlite3_value_text(values[0]),
                           (const char *)sqlite3_value_text(values[1]), append,
                           text);
  char *result = sqlite3_str_finish(text);
  if (rc != SQLITE_OK)
    sqlite3_result_error_code(context, rc);
  else
    sqlite3_result_text(context, result, -1, SQLITE_TRANSIENT);
  sqlite3_free(result);
}

int sqlite3_adapter_init(sqlite3 *db, char **error, const void *routines) {
  return sqlite3_create_function(db, "db_dump", 2, SQLITE_UTF8, 0, db_dump, 0,
                                 0);
}
