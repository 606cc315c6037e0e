/* Reading a version script: `[NAME] { global: A; B*; local: *; } [BEFORE...];`,
   any number of them. Names before a first `global:` or `local:` are global.
   GNU ld manual, "VERSION Command". */
#include "plugin/version-script.h"

typedef struct lexer {
  dlw_ctx *cx;
  dlw_str path;
  const char *p, *end;
  unsigned line;
  dlw_str token; /* a word, or one of { } ; : ; empty at the end */
  bool quoted;
} lexer;

static bool fail(const lexer *l, const char *what) {
  dlw_where where = {
      .file = dlw_sprintf(l->cx, "%.*s:%u", DLW_FMT(l->path), l->line)};
  return dlw_error(l->cx, &where, "version script: %s", what);
}

static bool skip_space(lexer *l) {
  while (l->p < l->end) {
    if (l->end - l->p >= 2 && l->p[0] == '/' && l->p[1] == '*') {
      for (l->p += 2; l->end - l->p < 2 || l->p[0] != '*' || l->p[1] != '/';
           l->p++) {
        if (l->p == l->end)
          return fail(l, "a comment is not closed");
        l->line += *l->p == '\n';
      }
      l->p += 2;
    } else if (*l->p == '#') {
      while (l->p < l->end && *l->p != '\n')
        l->p++;
    } else if (*l->p == ' ' || (*l->p >= '\t' && *l->p <= '\r')) {
      l->line += *l->p++ == '\n';
    } else {
      return true;
    }
  }
  return true;
}

static bool is_sign(char c) {
  return c == '{' || c == '}' || c == ';' || c == ':';
}

static bool next(lexer *l) {
  if (!skip_space(l))
    return false;
  l->quoted = false;
  const char *start = l->p;
  if (l->p == l->end) {
    l->token = (dlw_str){l->p, 0};
    return true;
  }
  if (*l->p == '"') {
    l->quoted = true;
    start = ++l->p;
    while (l->p < l->end && *l->p != '"')
      l->p++;
    if (l->p == l->end)
      return fail(l, "a quotation is not closed");
    l->token = (dlw_str){start, (size_t)(l->p++ - start)};
    return true;
  }
  if (is_sign(*l->p)) {
    l->p++;
  } else {
    while (l->p < l->end && !is_sign(*l->p) && *l->p != ' ' && *l->p != '"' &&
           !(*l->p >= '\t' && *l->p <= '\r'))
      l->p++;
  }
  l->token = (dlw_str){start, (size_t)(l->p - start)};
  return true;
}

static bool is(const lexer *l, const char *text) {
  return !l->quoted && dlw_str_eq(l->token, dlw_str_of(text));
}

static bool is_word(const lexer *l) {
  return l->quoted || (l->token.n && !is_sign(l->token.p[0]));
}

/* Quoted, it is a name and no pattern. */
static bool add_pattern(dlw_ctx *cx, dlw_list *list, dlw_str word,
                        bool quoted) {
  char *kept = dlw_alloc(cx, word.n + 1, 2);
  if (!kept)
    return false;
  size_t n = 0;
  for (size_t i = 0; i < word.n; i++) {
    if (quoted && strchr("*?[\\", word.p[i]))
      kept[n++] = '\\';
    kept[n++] = word.p[i];
  }
  return dlw_list_add(cx, list, (dlw_str){kept, n});
}

/* What stands between braces. */
static bool read_lists(lexer *l, dlw_list *global, dlw_list *local) {
  dlw_list *list = global;
  for (;;) {
    if (!next(l))
      return false;
    if (is(l, "}"))
      return next(l);
    if (is(l, "extern"))
      return fail(l, "extern lists are not understood: give the symbols' "
                     "mangled names");
    if (!is_word(l))
      return fail(l, "expected a name, global:, local: or }");
    dlw_str word = l->token;
    bool quoted = l->quoted;
    if (!next(l))
      return false;
    if (is(l, ":") && !quoted) {
      if (dlw_str_eq(word, DLW_STR("global")))
        list = global;
      else if (dlw_str_eq(word, DLW_STR("local")))
        list = local;
      else
        return fail(l, "expected global: or local:");
      continue;
    }
    if (!is(l, ";") && !is(l, "}"))
      return fail(l, "expected ; behind a name");
    if (!add_pattern(l->cx, list, word, quoted))
      return false;
    if (is(l, "}"))
      return next(l);
  }
}

bool dlw_version_script(dlw_ctx *cx, dlw_str path, dlw_list *global,
                        dlw_list *local) {
  dlw_file file;
  if (!dlw_file_open(cx, path, &file))
    return false;
  lexer l = {.cx = cx,
             .path = path,
             .p = (const char *)file.data,
             .end = (const char *)file.data + file.size,
             .line = 1};
  bool ok = next(&l);
  while (ok && (l.token.n || l.quoted)) {
    if (is_word(&l) && !next(&l)) /* the version's name */
      ok = false;
    else if (!is(&l, "{"))
      ok = fail(&l, "expected {");
    else
      ok = read_lists(&l, global, local);
    while (ok && is_word(&l)) /* versions that it depends on */
      ok = next(&l);
    if (ok && !is(&l, ";"))
      ok = fail(&l, "expected ; behind }");
    ok = ok && next(&l);
  }
  dlw_file_close(&file);
  return ok;
}
