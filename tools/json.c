/* JSON (RFC 8259). */
#include "json.h"

#include <inttypes.h>
#include <stdio.h>

static void put_string(dlw_str s) {
  putchar('"');
  for (size_t i = 0; i < s.n;) {
    uint8_t c = (uint8_t)s.p[i];
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c == '"' || c == '\\')
      printf("\\%c", c);
    else if (c == '\n')
      fputs("\\n", stdout);
    else if (c < 0x20 || c == 0x7f)
      printf("\\u%04x", c);
    else if (n == 1)
      putchar(c);
    else if (n <= s.n - i && dlw_str_is_utf8((dlw_str){s.p + i, n}))
      fwrite(s.p + i, 1, n, stdout);
    else {
      printf("\\udc%02x", c);
      n = 1;
    }
    i += n;
  }
  putchar('"');
}

static void line(const dlw_json *j) {
  if (j->depth > j->lines) {
    fputs(j->more ? " " : "", stdout);
    return;
  }
  if (j->depth || j->more)
    putchar('\n');
  for (unsigned i = 0; i < j->depth; i++)
    fputs("  ", stdout);
}

static void begin(dlw_json *j, const char *key) {
  fputs(j->more ? "," : "", stdout);
  line(j);
  if (key) {
    put_string(dlw_str_of(key));
    fputs(": ", stdout);
  }
  j->more = true;
}

static void open(dlw_json *j, const char *key, char bracket) {
  begin(j, key);
  putchar(bracket);
  j->depth++;
  j->more = false;
}

static void end(dlw_json *j, char bracket) {
  bool any = j->more, inside = j->depth > j->lines;
  j->depth--;
  j->more = true;
  if (any && !inside)
    line(j);
  putchar(bracket);
  if (!j->depth)
    putchar('\n');
}

void dlw_json_object(dlw_json *j, const char *key) { open(j, key, '{'); }
void dlw_json_array(dlw_json *j, const char *key) { open(j, key, '['); }
void dlw_json_end_object(dlw_json *j) { end(j, '}'); }
void dlw_json_end_array(dlw_json *j) { end(j, ']'); }

void dlw_json_string(dlw_json *j, const char *key, dlw_str value) {
  begin(j, key);
  put_string(value);
}

void dlw_json_number(dlw_json *j, const char *key, uint64_t value) {
  begin(j, key);
  printf("%" PRIu64, value);
}

void dlw_json_bool(dlw_json *j, const char *key, bool value) {
  begin(j, key);
  fputs(value ? "true" : "false", stdout);
}

void dlw_json_null(dlw_json *j, const char *key) {
  begin(j, key);
  fputs("null", stdout);
}
