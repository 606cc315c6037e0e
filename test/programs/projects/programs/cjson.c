/* cJSON's utilities, which need cJSON proper: a patch between two documents. */
#include <stdio.h>
#include <stdlib.h>
#include <cJSON.h>
#include <cJSON_Utils.h>

#define FUNCTIONS(X)                                                           \
  X(cJSONUtils_GeneratePatches) X(cJSONUtils_ApplyPatches)                     \
  X(cJSONUtils_SortObject) X(cJSONUtils_GetPointer)                            \
  X(cJSON_Parse) X(cJSON_Print) X(cJSON_PrintUnformatted) X(cJSON_Delete)      \
  X(cJSON_Compare) X(cJSON_Version) X(cJSON_GetErrorPtr)
#include "load.h"

static void show(const char *what, const cJSON *item) {
  char *text = item ? the_cJSON_PrintUnformatted(item) : NULL;
  printf("%s: %s\n", what, text ? text : "(none)");
  free(text);
}

int main(void) {
  /* cJSON's own functions are found in what the utilities need. */
  if (!open_library("libcjson_utils.so.1"))
    return 1;
  printf("cJSON %s\n", the_cJSON_Version());
  cJSON *from = the_cJSON_Parse(
      "{\"b\": [1, 2.5, -3e10, \"caf\\u00e9\"],"
      " \"a\": {\"x\": null, \"y\": true}}");
  cJSON *to = the_cJSON_Parse(
      "{\"b\": [1, 2.5, \"two\", \"caf\\u00e9\", {}], \"c\": {\"y\": false}}");
  the_cJSONUtils_SortObject(from);
  show("from", from);
  show("to", to);
  show("at /b/3", the_cJSONUtils_GetPointer(from, "/b/3"));
  cJSON *patch = the_cJSONUtils_GeneratePatches(from, to);
  show("patch", patch);
  printf("applied: %d\n", the_cJSONUtils_ApplyPatches(from, patch));
  show("patched", from);
  printf("equal: %d\n", the_cJSON_Compare(from, to, 1));
  char *pretty = the_cJSON_Print(to);
  puts(pretty);
  free(pretty);
  the_cJSON_Delete(from);
  the_cJSON_Delete(to);
  the_cJSON_Delete(patch);
  cJSON *damaged = the_cJSON_Parse("[1, 2, }");
  printf("damaged: %d, at '%s'\n", damaged == NULL, the_cJSON_GetErrorPtr());
}
