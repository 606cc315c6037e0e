/* vtshim stands between SQLite and virtual tables that may vanish: `shimmed` is
   a table of squares behind it, shim_dispose() lets it vanish and is the number
   of times that its destructor has run. */
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT3

int sqlite3_vtshim_init(sqlite3 *db, char **error,
                        const sqlite3_api_routines *routines);
void *sqlite3_create_disposable_module(sqlite3 *db, const char *name,
                                       const sqlite3_module *module, void *data,
                                       void (*destroy)(void *));
void sqlite3_dispose_module(void *module);

typedef struct squares_cursor {
  sqlite3_vtab_cursor base;
  int n;
} squares_cursor;

static void *shim;
static int destroyed;

static int squares_connect(sqlite3 *db, void *data, int argc,
                           const char *const *argv, sqlite3_vtab **vtab,
                           char **error) {
  *vtab = sqlite3_malloc(sizeof **vtab);
  if (!*vtab)
    return SQLITE_NOMEM;
  **vtab = (sqlite3_vtab){0};
  return sqlite3_declare_vtab(db, "CREATE TABLE t(n, square)");
}

static int squares_disconnect(sqlite3_vtab *vtab) {
  sqlite3_free(vtab);
  return SQLITE_OK;
}

static int squares_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
  return SQLITE_OK;
}

static int squares_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **cursor) {
  squares_cursor *c = sqlite3_malloc(sizeof *c);
  if (!c)
    return SQLITE_NOMEM;
  *c = (squares_cursor){0};
  *cursor = &c->base;
  return SQLITE_OK;
}

static int squares_close(sqlite3_vtab_cursor *cursor) {
  sqlite3_free(cursor);
  return SQLITE_OK;
}

static int squares_filter(sqlite3_vtab_cursor *cursor, int index,
                          const char *name, int argc, sqlite3_value **argv) {
  ((squares_cursor *)cursor)->n = 1;
  return SQLITE_OK;
}

static int squares_next(sqlite3_vtab_cursor *cursor) {
  ((squares_cursor *)cursor)->n++;
  return SQLITE_OK;
}

static int squares_eof(sqlite3_vtab_cursor *cursor) {
  return ((squares_cursor *)cursor)->n > 4;
}

static int squares_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context,
                          int column) {
  int n = ((squares_cursor *)cursor)->n;
  sqlite3_result_int(context, column ? n * n : n);
  return SQLITE_OK;
}

static int squares_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid) {
  *rowid = ((squares_cursor *)cursor)->n;
  return SQLITE_OK;
}

static const sqlite3_module squares = {
    .xConnect = squares_connect,
    .xBestIndex = squares_best_index,
    .xDisconnect = squares_disconnect,
    .xOpen = squares_open,
    .xClose = squares_close,
    .xFilter = squares_filter,
    .xNext = squares_next,
    .xEof = squares_eof,
    .xColumn = squares_column,
    .xRowid = squares_rowid,
};

static void destroy(void *data) { destroyed++; }

static void shim_dispose(sqlite3_context *context, int count,
                         sqlite3_value **values) {
  sqlite3_dispose_module(shim);
  sqlite3_result_int(context, destroyed);
}

int sqlite3_adapter_init(sqlite3 *db, char **error,
                         const sqlite3_api_routines *routines) {
  int rc = sqlite3_vtshim_init(db, error, routines);
  if (rc != SQLITE_OK)
    return rc;
  shim = sqlite3_create_disposable_module(db, "shimmed", &squares, 0, destroy);
  return shim ? sqlite3_create_function(db, "shim_dispose", 0, SQLITE_UTF8, 0,
                                        shim_dispose, 0, 0)
              : SQLITE_NOMEM;
}
