/* Puts names that people know in the place of those the linker was given: the
   archive in memory becomes what it stands for. `from(M)` becomes M, where the
   parentheses in M balance; a name counts only where it is not the beginning
   of a longer one (/proc/self/fd/1 in /proc/self/fd/12). */
#include "host/translate.h"

#include <sys/stat.h>

bool dlw_run_translate(dlw_run *run, dlw_str from, dlw_str to) {
  if (!dlw_grow(&run->cx, &run->translations, run->translation_count,
                &run->translation_capacity, sizeof *run->translations))
    return false;
  run->translations[run->translation_count++] = (dlw_translation){from, to};
  return true;
}

/* The length of the balanced `(...)` at the start of `s`, or 0. */
static size_t parenthesized(dlw_str s) {
  size_t depth = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '(')
      depth++;
    if (s.p[i] == ')' && --depth == 0)
      return i + 1;
    if (depth == 0)
      return 0;
  }
  return 0;
}

static bool continues(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || c == '_';
}

/* The translation that applies at the start of `s`; `*length` is how much of
   `s` it replaces, `*by` what by. */
static bool applies(const dlw_run *run, dlw_str s, size_t *length,
                    dlw_str *by) {
  for (uint32_t i = 0; i < run->translation_count; i++) {
    const dlw_translation *t = &run->translations[i];
    if (!dlw_str_starts(s, t->from) ||
        (s.n > t->from.n && continues(s.p[t->from.n])))
      continue;
    *length = t->from.n;
    *by = t->to;
    if (t->to.p)
      return true;
    size_t n = parenthesized((dlw_str){s.p + t->from.n, s.n - t->from.n});
    if (n) {
      *length += n;
      *by = (dlw_str){s.p + t->from.n + 1, n - 2};
      return true;
    }
  }
  return false;
}

void dlw_translate(const dlw_run *run, dlw_str line, dlw_buf *out) {
  /* Every name we make up begins with a slash: most lines pass here. */
  size_t done = 0;
  for (size_t i = 0; i < line.n;) {
    const char *next = memchr(line.p + i, '/', line.n - i);
    if (!next)
      break;
    i = (size_t)(next - line.p);
    size_t length;
    dlw_str by;
    if (applies(run, (dlw_str){next, line.n - i}, &length, &by)) {
      dlw_buf_bytes(out, line.p + done, i - done);
      dlw_buf_bytes(out, by.p, by.n);
      done = i += length;
    } else {
      i++;
    }
  }
  dlw_buf_bytes(out, line.p + done, line.n - done);
}

bool dlw_translate_file(dlw_run *run, const char *path) {
  struct stat st;
  dlw_file file;
  if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) ||
      !dlw_file_open(&run->quiet, dlw_str_of(path), &file))
    return true;
  dlw_buf out = {0};
  dlw_str text = {(const char *)file.data, file.size};
  dlw_translate(run, text, &out);
  bool ok = dlw_buf_ok(&out) || dlw_out_of_memory(&run->cx);
  if (ok && !dlw_str_eq(text, (dlw_str){(const char *)out.data, out.size}))
    ok = dlw_file_replace(&run->cx, dlw_str_of(path), out.data, out.size,
                          st.st_mode & 0777);
  dlw_buf_free(&out);
  dlw_file_close(&file);
  return ok;
}
