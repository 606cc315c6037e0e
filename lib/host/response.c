/* Response files, as LLVM's command line library reads them: the tokenisers
   follow the rules of libiberty (POSIX) and of the Microsoft C run time
   (Windows), with LLVM's reading of the corner cases: an empty quoted string
   is an argument for the latter only, and a last quote may be missing. */
#include "host/response.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Ends the argument gathered in `token`. */
static bool end_token(dlw_ctx *cx, dlw_strings *out, dlw_buf *token) {
  char *copy =
      dlw_strdup(cx, (dlw_str){(const char *)token->data, token->size});
  token->size = 0;
  return copy && dlw_strings_add(cx, out, copy);
}

static bool tokenize_posix(dlw_ctx *cx, dlw_str text, dlw_strings *out,
                           dlw_buf *token) {
  size_t i = 0;
  while (i < text.n) {
    char c = text.p[i];
    if (is_space(c)) {
      if (token->size && !end_token(cx, out, token))
        return false;
      i++;
    } else if (c == '\\' && i + 1 < text.n) {
      dlw_buf_u8(token, (uint8_t)text.p[i + 1]);
      i += 2;
    } else if (c == '"' || c == '\'') {
      for (i++; i < text.n && text.p[i] != c; i++) {
        if (text.p[i] == '\\' && i + 1 < text.n)
          i++;
        dlw_buf_u8(token, (uint8_t)text.p[i]);
      }
      i++;
    } else {
      dlw_buf_u8(token, (uint8_t)c);
      i++;
    }
  }
  return !token->size || end_token(cx, out, token);
}

/* A run of backslashes at `i`: before a quote every two make one, and an odd
   one takes the quote's meaning away; elsewhere they stand for themselves.
   Returns where reading goes on. */
static size_t backslashes(dlw_str text, size_t i, dlw_buf *token) {
  size_t n = 0;
  while (i < text.n && text.p[i] == '\\') {
    i++;
    n++;
  }
  bool quote = i < text.n && text.p[i] == '"';
  for (size_t k = quote ? n / 2 : n; k > 0; k--)
    dlw_buf_u8(token, '\\');
  if (quote && n % 2) {
    dlw_buf_u8(token, '"');
    i++;
  }
  return i;
}

static bool tokenize_windows(dlw_ctx *cx, dlw_str text, dlw_strings *out,
                             dlw_buf *token) {
  bool begun = false, quoted = false;
  size_t i = 0;
  while (i < text.n) {
    char c = text.p[i];
    if (!quoted && (is_space(c) || c == '\0')) {
      if (begun && !end_token(cx, out, token))
        return false;
      begun = false;
      i++;
      continue;
    }
    begun = true;
    if (c == '\\') {
      i = backslashes(text, i, token);
    } else if (c == '"' && quoted && i + 1 < text.n && text.p[i + 1] == '"') {
      dlw_buf_u8(token, '"');
      i += 2;
    } else if (c == '"') {
      quoted = !quoted;
      i++;
    } else {
      dlw_buf_u8(token, (uint8_t)c);
      i++;
    }
  }
  return !begun || end_token(cx, out, token);
}

/* UTF-16 with its byte order mark to UTF-8; false where it is not well
   formed. */
static bool from_utf16(const uint8_t *p, size_t n, dlw_buf *out) {
  unsigned low = p[0] == 0xff ? 0 : 1;
  if (n % 2)
    return false;
  for (size_t i = 2; i + 1 < n; i += 2) {
    uint32_t c = (uint32_t)(p[i + low] | p[i + 1 - low] << 8);
    if (c >= 0xdc00 && c < 0xe000)
      return false;
    if (c >= 0xd800 && c < 0xdc00) {
      i += 2;
      if (i + 1 >= n)
        return false;
      uint32_t d = (uint32_t)(p[i + low] | p[i + 1 - low] << 8);
      if (d < 0xdc00 || d >= 0xe000)
        return false;
      c = 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
    }
    if (c < 0x80) {
      dlw_buf_u8(out, (uint8_t)c);
      continue;
    }
    unsigned tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t head[] = {0, 0xc0, 0xe0, 0xf0};
    dlw_buf_u8(out, (uint8_t)(head[tail] | c >> 6 * tail));
    while (tail-- > 0)
      dlw_buf_u8(out, (uint8_t)(0x80 | (c >> 6 * tail & 0x3f)));
  }
  return dlw_buf_ok(out);
}

bool dlw_response_read(const char *path, dlw_buf *out) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  ssize_t n = 1;
  while (n > 0) {
    uint8_t *room = dlw_buf_grow(out, 65536);
    if (!room) {
      n = -1;
      break;
    }
    do
      n = read(fd, room, 65536);
    while (n < 0 && errno == EINTR);
    out->size -= 65536 - (size_t)(n > 0 ? n : 0);
  }
  close(fd);
  return n == 0;
}

/* The arguments in the file at `path`. `*readable` false: it is no file that
   arguments can be taken from. */
static bool read_response(dlw_ctx *cx, const char *path, bool windows,
                          dlw_strings *out, bool *readable) {
  dlw_buf bytes = {0}, wide = {0}, token = {0};
  bool ok = true;
  *readable = dlw_response_read(path, &bytes);
  dlw_buf *source = &bytes;
  if (*readable && bytes.size >= 2 &&
      ((bytes.data[0] == 0xff && bytes.data[1] == 0xfe) ||
       (bytes.data[0] == 0xfe && bytes.data[1] == 0xff))) {
    *readable = from_utf16(bytes.data, bytes.size, &wide);
    source = &wide;
  }
  if (*readable) {
    dlw_str text = {(const char *)source->data, source->size};
    if (source == &bytes && dlw_str_starts(text, DLW_STR("\xef\xbb\xbf"))) {
      text.p += 3;
      text.n -= 3;
    }
    ok = windows ? tokenize_windows(cx, text, out, &token)
                 : tokenize_posix(cx, text, out, &token);
    if (ok && !dlw_buf_ok(&token))
      ok = dlw_out_of_memory(cx);
  }
  dlw_buf_free(&bytes);
  dlw_buf_free(&wide);
  dlw_buf_free(&token);
  return ok;
}

/* A file whose arguments have not all been passed yet. */
typedef struct open_file {
  dev_t device;
  ino_t inode;
  uint32_t end; /* number of the argument behind its last one */
} open_file;

bool dlw_response_expand(dlw_ctx *cx, dlw_strings *arguments, bool windows) {
  open_file *stack = NULL;
  uint32_t depth = 0, capacity = 0;
  for (uint32_t i = 0; i < arguments->count;) {
    while (depth && stack[depth - 1].end == i)
      depth--;
    const char *argument = arguments->items[i];
    struct stat st;
    if (argument[0] != '@' ||
        (stat(argument + 1, &st) < 0 && errno == ENOENT)) {
      i++;
      continue;
    }
    if (stat(argument + 1, &st) < 0)
      return true;
    for (uint32_t k = 0; k < depth; k++)
      if (stack[k].device == st.st_dev && stack[k].inode == st.st_ino)
        return true;
    dlw_strings inner = {0};
    bool readable;
    if (!read_response(cx, argument + 1, windows, &inner, &readable))
      return false;
    if (!readable)
      return true;

    uint32_t tail = arguments->count - i - 1;
    uint32_t count = i + inner.count + tail;
    const char **items = dlw_alloc(cx, count, sizeof *items);
    if (!items)
      return false;
    for (uint32_t k = 0; k < i; k++)
      items[k] = arguments->items[k];
    for (uint32_t k = 0; k < inner.count; k++)
      items[i + k] = inner.items[k];
    for (uint32_t k = 0; k < tail; k++)
      items[i + inner.count + k] = arguments->items[i + 1 + k];
    *arguments = (dlw_strings){items, count, count};

    for (uint32_t k = 0; k < depth; k++)
      stack[k].end += inner.count - 1;
    if (!dlw_grow(cx, &stack, depth, &capacity, sizeof *stack))
      return false;
    stack[depth++] = (open_file){st.st_dev, st.st_ino, i + inner.count};
  }
  return true;
}

void dlw_response_quote(dlw_buf *out, const char *argument) {
  dlw_buf_u8(out, '"');
  for (const char *p = argument; *p; p++) {
    if (*p == '"' || *p == '\\')
      dlw_buf_u8(out, '\\');
    dlw_buf_u8(out, (uint8_t)*p);
  }
  dlw_buf_bytes(out, "\"\n", 2);
}
