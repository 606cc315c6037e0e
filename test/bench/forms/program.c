/* SQLite as a library that is dlopened, and a fixed piece of work for it. */
#include <dlfcn.h>
#include <stdio.h>

typedef int run_row(void *, int, char **, char **);

static int print_row(void *unused, int count, char **values, char **names) {
  (void)unused, (void)names;
  for (int i = 0; i < count; i++)
    printf("%s%c", values[i] ? values[i] : "NULL", i + 1 < count ? '|' : '\n');
  return 0;
}

static const char work[] =
    "create table t(a, b, c);"
    "with recursive n(i) as (select 1 union all select i + 1 from n"
    "  where i < 60000)"
    "  insert into t select i, i * 7919 % 10007, 'row' || i from n;"
    "create index x on t(b);"
    "select count(*), sum(a * b) from t"
    "  join (select b bb from t where a % 10 = 0) on b = bb"
    "  where c like '%7%';"
    "select group_concat(b) from"
    "  (select b, count(*) k from t group by b order by k desc, b limit 5);";

int main(void) {
  void *library = dlopen("libsqlite3.so", RTLD_NOW), *db = NULL;
  int (*open)(const char *, void **, int, const char *);
  int (*exec)(void *, const char *, run_row *, void *, char **);
  if (library == NULL)
    return puts(dlerror()), 1;
  *(void **)&open = dlsym(library, "sqlite3_open_v2");
  *(void **)&exec = dlsym(library, "sqlite3_exec");
  if (open == NULL || exec == NULL)
    return puts(dlerror()), 1;
  if (open(":memory:", &db, 6, "unix-none") != 0 ||
      exec(db, work, print_row, NULL, NULL) != 0)
    return puts("SQLite failed"), 1;
  return 0;
}
