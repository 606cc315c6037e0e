/* Jansson: parsed, packed, changed, dumped; errors with their place. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define FUNCTIONS(X)                                                           \
  X(jansson_version_str) X(json_loads) X(json_dumps) X(json_pack)              \
  X(json_unpack_ex) X(json_object_get) X(json_object_update)                   \
  X(json_array_append_new) X(json_integer) X(json_equal) X(json_delete)        \
  X(json_object_seed) X(json_deep_copy)
#include "load.h"

static void show(const json_t *value) {
  char *text = the_json_dumps(value, JSON_SORT_KEYS | JSON_ENSURE_ASCII);
  puts(text ? text : "(none)");
  free(text);
}

int main(void) {
  if (!open_library("libjansson.so.4"))
    return 1;
  printf("Jansson %s\n", the_jansson_version_str());
  the_json_object_seed(1);
  json_error_t error;
  json_t *read = the_json_loads(
      "{\"name\": \"caf\\u00e9\", \"list\": [1, 2.5, null, true],"
      " \"n\": -17}",
      0, &error);
  show(read);
  json_t *made = the_json_pack("{s:i, s:[s, f, b], s:{s:n}}", "n", 4, "list",
                               "x", 0.1, 1, "empty", "nothing");
  show(made);
  json_t *copy = the_json_deep_copy(read);
  the_json_object_update(read, made);
  the_json_array_append_new(the_json_object_get(read, "list"),
                            the_json_integer(1LL << 53));
  show(read);
  printf("equal: %d, %d\n", the_json_equal(read, copy),
         the_json_equal(copy, copy));
  int n = 0;
  const char *name = NULL;
  printf("%d", the_json_unpack_ex(copy, &error, 0, "{s:i, s:s}", "n", &n,
                                  "name", &name));
  printf(" %d %s\n", n, name);
  printf("%d", the_json_unpack_ex(copy, &error, 0, "{s:s}", "n", &name));
  printf(" %s\n", error.text);
  const char *const damaged[] = {"", "[1, 2", "{\"a\": tru}", "[1e999]",
                                 "\"\x80\""};
  for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
    json_t *none = the_json_loads(damaged[i], 0, &error);
    printf("%d: line %d, column %d: %s\n", none != NULL, error.line,
           error.column, error.text);
  }
  /* json_decref is an inline function that calls json_delete. */
  the_json_delete(copy);
  the_json_delete(read);
  the_json_delete(made);
}
