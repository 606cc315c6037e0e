/* What there is to open in the plain link. */
#include <stddef.h>

struct symbol {
  const char *name;
  const void *address;
};

struct library {
  const char *name;
  const struct symbol *symbols; /* sorted by name */
  size_t count;
};

extern const struct library libraries[]; /* ends with a zero */
