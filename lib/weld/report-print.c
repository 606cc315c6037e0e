/* Printing for both forms of the report. */
#include "weld/report-print.h"

#include <inttypes.h>
#include <stdio.h>

void dlw_print(dlw_buf *b, const char *text) {
  dlw_buf_bytes(b, text, strlen(text));
}

void dlw_print_number(dlw_buf *b, uint64_t n) {
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRIu64, n);
  dlw_print(b, digits);
}

size_t dlw_print_character(const char *p, size_t left) {
  unsigned char c = (unsigned char)*p;
  size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
  return n <= left && dlw_str_is_utf8((dlw_str){p, n}) ? n : 0;
}

/* Characters that HTML refuses, or that would change how the rest is shown
   (those of the Bidirectional Algorithm, UAX 9). */
static bool is_odd(const char *p, size_t n) {
  unsigned char c = (unsigned char)p[0], d = n > 1 ? (unsigned char)p[1] : 0,
                e = n > 2 ? (unsigned char)p[2] : 0;
  bool c1 = n == 2 && c == 0xc2 && d < 0xa0;
  bool mark = n == 3 && c == 0xe2 && d == 0x80 &&
              ((e >= 0x8b && e <= 0x8f) || (e >= 0xa8 && e <= 0xae));
  bool isolate = n == 3 && c == 0xe2 && d == 0x81 && e >= 0xa6 && e <= 0xa9;
  bool none = n == 3 && c == 0xef && d == 0xbf && e >= 0xbe;
  return c1 || mark || isolate || none;
}

void dlw_html(dlw_buf *b, dlw_str s) {
  for (size_t i = 0; i < s.n;) {
    unsigned char c = (unsigned char)s.p[i];
    size_t n = dlw_print_character(s.p + i, s.n - i);
    if (!n || is_odd(s.p + i, n)) {
      dlw_print(b, "\xef\xbf\xbd");
    } else if (c == '&') {
      dlw_print(b, "&amp;");
    } else if (c == '<') {
      dlw_print(b, "&lt;");
    } else if (c == '>') {
      dlw_print(b, "&gt;");
    } else if (c == '"') {
      dlw_print(b, "&quot;");
    } else if (c == '\'') {
      dlw_print(b, "&#39;");
    } else if (c < 0x20 || c == 0x7f) { /* U+2400 and on; U+2421 */
      const uint8_t picture[] = {0xe2, 0x90,
                                 (uint8_t)(0x80 + (c == 0x7f ? 0x21 : c))};
      dlw_buf_bytes(b, picture, sizeof picture);
    } else {
      dlw_buf_bytes(b, s.p + i, n);
    }
    i += n ? n : 1;
  }
}

void dlw_html_count(dlw_buf *b, uint64_t n) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%" PRIu64, n);
  for (int i = 0; i < length; i++) {
    if (i && (length - i) % 3 == 0)
      dlw_buf_u8(b, ',');
    dlw_buf_u8(b, (uint8_t)digits[i]);
  }
}

/* A decimal with one digit behind the point, up to 99.9. */
static void decimal(dlw_buf *b, uint64_t tenths) {
  if (tenths >= 1000) {
    dlw_html_count(b, (tenths + 5) / 10);
    return;
  }
  dlw_print_number(b, tenths / 10);
  dlw_buf_u8(b, '.');
  dlw_print_number(b, tenths % 10);
}

void dlw_html_size(dlw_buf *b, uint64_t bytes) {
  static const char *const units[] = {" B", " KiB", " MiB", " GiB"};
  uint64_t unit = 1;
  int i = 0;
  /* 1023.95 KiB would be 1,024. */
  while (i < 3 && bytes >= unit * 1024 - (i ? unit / 2 : 0)) {
    unit *= 1024;
    i++;
  }
  if (i == 0)
    dlw_print_number(b, bytes);
  else
    decimal(b, (uint64_t)((double)bytes / (double)unit * 10 + 0.5));
  dlw_print(b, units[i]);
}

void dlw_html_share(dlw_buf *b, uint64_t part, uint64_t whole) {
  double tenths = whole ? (double)part / (double)whole * 1000 : 0;
  if (part && tenths < 1) {
    dlw_print(b, "&lt; 0.1 %");
    return;
  }
  uint64_t n = (uint64_t)(tenths + 0.5);
  dlw_print_number(b, n / 10);
  dlw_buf_u8(b, '.');
  dlw_print_number(b, n % 10);
  dlw_print(b, " %");
}

const char *dlw_html_plural(uint64_t n) { return n == 1 ? "" : "s"; }

void dlw_html_anchor(const dlw_report *r, dlw_buf *b, uint32_t owner) {
  bool library = owner && owner < r->w->library_count;
  dlw_print(b, library ? "library-" : "owner-");
  dlw_print_number(b, owner);
}
