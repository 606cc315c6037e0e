/* JSON on standard output. Strings may hold any bytes: those that are not UTF-8
   are lone surrogates \udc80 to \udcff, one for each byte, as Python's
   "surrogateescape" has them; so every string can be turned back. All else is
   ASCII but for valid UTF-8. */
#ifndef DLWELD_TOOLS_JSON_H
#define DLWELD_TOOLS_JSON_H

#include "support/str.h"

#include <stdint.h>

typedef struct dlw_json {
  unsigned depth;
  unsigned lines; /* deeper than this, everything stands on one line */
  bool more;      /* there is something before in this object or array */
} dlw_json;

/* `key` is NULL in arrays, and at the top. */
void dlw_json_object(dlw_json *j, const char *key);
void dlw_json_array(dlw_json *j, const char *key);
void dlw_json_end_object(dlw_json *j);
void dlw_json_end_array(dlw_json *j);
void dlw_json_string(dlw_json *j, const char *key, dlw_str value);
void dlw_json_number(dlw_json *j, const char *key, uint64_t value);
void dlw_json_bool(dlw_json *j, const char *key, bool value);
void dlw_json_null(dlw_json *j, const char *key);

#endif
