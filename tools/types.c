/* Function types as text. */
#include "seen.h"

static const char *value_type(uint8_t code) {
  static const struct {
    uint8_t code;
    const char *name;
  } types[] = {{0x7f, "i32"},       {0x7e, "i64"},    {0x7d, "f32"},
               {0x7c, "f64"},       {0x7b, "v128"},   {0x70, "funcref"},
               {0x6f, "externref"}, {0x69, "exnref"}, {0x6e, "anyref"},
               {0x6d, "eqref"}};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (types[i].code == code)
      return types[i].name;
  return NULL;
}

static void put(dlw_buf *b, const char *text) {
  dlw_buf_bytes(b, text, strlen(text));
}

/* A list of value types; false: what comes is something else. */
static bool put_list(dlw_buf *b, dlw_bytes *left, bool *one) {
  uint32_t count = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (!left->n || shift > 28)
      return false;
    uint8_t byte = *left->p++;
    left->n--;
    count |= (uint32_t)(byte & 0x7f) << shift;
    if (byte < 0x80)
      break;
  }
  *one = count == 1;
  for (uint32_t i = 0; i < count; i++) {
    const char *name = left->n ? value_type(*left->p) : NULL;
    if (!name)
      return false;
    put(b, i ? ", " : "");
    put(b, name);
    left->p++;
    left->n--;
  }
  return true;
}

void dlw_text_type(dlw_buf *b, dlw_bytes type) {
  dlw_buf text = {0}, results = {0};
  bool one = false, ok = type.n && type.p[0] == 0x60;
  if (ok) {
    type.p++;
    type.n--;
    put(&text, "(");
    ok = put_list(&text, &type, &one);
    put(&text, ") -> ");
    ok = ok && put_list(&results, &type, &one);
    put(&text, one ? "" : "(");
    dlw_buf_bytes(&text, results.data, results.size);
    put(&text, one ? "" : ")");
  }
  if (ok)
    dlw_buf_bytes(b, text.data, text.size);
  else
    put(b, "?");
  dlw_buf_free(&text);
  dlw_buf_free(&results);
}
