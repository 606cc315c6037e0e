/* Printing: what can be shown of a name, the terminal, colour, messages. */
#include "print.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static size_t terminal_width(void) {
  const char *columns = getenv("COLUMNS");
  struct winsize size;
  if (columns && *columns) {
    char *end;
    unsigned long n = strtoul(columns, &end, 10);
    if (!*end && n > 0 && n < 100000)
      return n;
  }
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

dlw_print dlw_print_to(dlw_color color) {
  const char *none = getenv("NO_COLOR"), *kind = getenv("TERM");
  bool terminal = isatty(STDOUT_FILENO) == 1;
  dlw_print p = {.width = terminal ? terminal_width() : 0};
  setlocale(LC_CTYPE, "");
  p.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  p.color = color == DLW_COLOR_ALWAYS ||
            (color == DLW_COLOR_AUTO && terminal && !(none && *none) &&
             !(kind && !strcmp(kind, "dumb")));
  return p;
}

int dlw_print_done(int code) {
  bool failed = ferror(stdout) != 0;
  if (fflush(stdout) == 0 && !failed)
    return code;
  perror("dlweld: cannot write");
  return 1;
}

/* The code point at p, and how many bytes it has; 0 bytes: not UTF-8. */
static unsigned decode(const char *p, size_t n, uint32_t *out) {
  static const uint8_t lengths[32] = {
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, //
      0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 3, 3, 4, 0};
  uint8_t first = (uint8_t)p[0];
  unsigned length = lengths[first >> 3];
  if (!length || length > n || !dlw_str_is_utf8((dlw_str){p, length}))
    return 0;
  *out = length == 1 ? first : first & (0x7fu >> length);
  for (unsigned i = 1; i < length; i++)
    *out = *out << 6 | ((uint8_t)p[i] & 0x3f);
  return length;
}

/* Spaces of other kinds, and what is seen only by what it does to the text
   around it. */
static bool is_invisible(uint32_t c) {
  return (c >= 0x80 && c < 0xa0) || c == 0xad || c == 0x61c ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
         (c >= 0xfff0 && c <= 0xfffb) || (c >= 0xe0000 && c < 0xe0fff);
}

typedef struct shown {
  char text[12];
  unsigned length; /* of it; 0: the bytes as they are */
  unsigned bytes;  /* taken from the name */
  unsigned width;
} shown;

static void escape(shown *s, const char *format, uint32_t c) {
  s->length = (unsigned)snprintf(s->text, sizeof s->text, format, c);
  s->width = s->length;
}

static shown show(const char *p, size_t n) {
  uint32_t c = 0;
  shown s = {.bytes = 1, .width = 1};
  uint8_t byte = (uint8_t)p[0];
  if (byte >= 0x20 && byte < 0x7f)
    return s;
  if (byte == '\n' || byte == '\t' || byte == '\r') {
    escape(&s, "\\%c", byte == '\n' ? 'n' : byte == '\t' ? 't' : 'r');
  } else if (byte < 0x80 || !(s.bytes = decode(p, n, &c))) {
    s.bytes = 1;
    escape(&s, "\\x%02x", byte);
  } else if (is_invisible(c)) {
    escape(&s, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
  } else {
    int width = wcwidth((wchar_t)c);
    s.width = width < 0 ? 1 : (unsigned)width;
  }
  return s;
}

void dlw_text_name(dlw_buf *b, dlw_str name) {
  for (size_t i = 0; i < name.n;) {
    shown s = show(name.p + i, name.n - i);
    if (s.length)
      dlw_buf_bytes(b, s.text, s.length);
    else
      dlw_buf_bytes(b, name.p + i, s.bytes);
    i += s.bytes;
  }
}

size_t dlw_text_width(dlw_str name) {
  size_t width = 0;
  for (size_t i = 0; i < name.n;) {
    shown s = show(name.p + i, name.n - i);
    width += s.width;
    i += s.bytes;
  }
  return width;
}

void dlw_put_name(FILE *to, dlw_str name) {
  for (size_t i = 0; i < name.n;) {
    shown s = show(name.p + i, name.n - i);
    if (s.length)
      fwrite(s.text, 1, s.length, to);
    else
      fwrite(name.p + i, 1, s.bytes, to);
    i += s.bytes;
  }
}

void dlw_print_name(const dlw_print *p, dlw_style style, dlw_str name) {
  fputs(dlw_paint(p, style), stdout);
  dlw_put_name(stdout, name);
  fputs(dlw_unpaint(p, style), stdout);
}

const char *dlw_paint(const dlw_print *p, dlw_style style) {
  static const char *const codes[] = {
      "", "\33[1m", "\33[2m", "\33[32m", "\33[33m", "\33[1;31m", "\33[36m"};
  return p->color ? codes[style] : "";
}

const char *dlw_unpaint(const dlw_print *p, dlw_style style) {
  return p->color && style != DLW_PLAIN ? "\33[0m" : "";
}

void dlw_print_message(void *user, dlw_severity severity, const char *text) {
  static const char *const names[] = {"note", "warning", "error"};
  (void)user;
  fflush(stdout);
  fprintf(stderr, "dlweld: %s: ", names[severity]);
  dlw_put_name(stderr, dlw_str_of(text));
  fputc('\n', stderr);
}
