/* The least that serves as dlopen for SQLite's shell, from a table that is part
   of the program. */
#include "table.h"
#include <stdlib.h>
#include <string.h>

static const char *problem;

void *dlopen(const char *name, int mode) {
  (void)mode;
  const char *slash = name ? strrchr(name, '/') : NULL;
  if (slash)
    name = slash + 1;
  for (const struct library *each = libraries; name && each->name; each++)
    if (strcmp(each->name, name) == 0)
      return (void *)each;
  problem = "no such library";
  return NULL;
}

static int compare(const void *name, const void *symbol) {
  return strcmp(name, ((const struct symbol *)symbol)->name);
}

void *dlsym(void *handle, const char *name) {
  const struct library *library = handle;
  const struct symbol *found = bsearch(name, library->symbols, library->count,
                                       sizeof *library->symbols, compare);
  if (found)
    return (void *)found->address;
  problem = "no such symbol";
  return NULL;
}

int dlclose(void *handle) {
  (void)handle;
  return 0;
}

char *dlerror(void) {
  const char *text = problem;
  problem = NULL;
  return (char *)text;
}
