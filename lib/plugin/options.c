/* From option texts to the weld's description. Everything that can be wrong
   with an option is reported here, with what to write instead. */
#include "plugin/options.h"

typedef struct dlw_option {
  uint8_t key;
  dlw_str value;
  dlw_where where;
} dlw_option;

/* Keys, and the form of their values. */
#define KEYS(X)                                                                \
  X(DLOPEN, "dlopen", "[SONAME=]FILE")                                         \
  X(STARTUP, "startup", "[SONAME=]FILE")                                       \
  X(MEMBER, "member", "SONAME=FILE")                                           \
  X(NEEDED, "needed", "SONAME=OTHER")                                          \
  X(ALIAS, "alias", "SONAME=NAME")                                             \
  X(EXPORT, "export", "SONAME=GLOB or SONAME=@FILE")                           \
  X(SHARE, "share", "GLOB")                                                    \
  X(BIND, "bind", "SONAME=self or SONAME=program")                             \
  X(UNLOAD, "unload", "SONAME=yes or SONAME=no")                               \
  X(INDEX, "index", "[SONAME=]fast, small or none")                            \
  X(VAGUE, "vague", "isolate, rtti or share")                                  \
  X(OUTPUT, "output", "weldable or module")                                    \
  X(REPORT, "report", "FILE")                                                  \
  X(CONFIG, "config", "FILE")

enum {
#define X(id, name, form) KEY_##id,
  KEYS(X)
#undef X
};

static const char *const key_names[] = {
#define X(id, name, form) name,
    KEYS(X)
#undef X
};

static const char *const key_forms[] = {
#define X(id, name, form) form,
    KEYS(X)
#undef X
};

enum { KEY_COUNT = sizeof key_names / sizeof *key_names };

static dlw_str trim(dlw_str s) {
  while (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r'))
    s.p++, s.n--;
  while (s.n &&
         (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
    s.n--;
  return s;
}

/* `head=tail`; false where there is no '='. */
static bool split(dlw_str s, dlw_str *head, dlw_str *tail) {
  const char *equals = s.n ? memchr(s.p, '=', s.n) : NULL;
  if (!equals)
    return false;
  *head = (dlw_str){s.p, (size_t)(equals - s.p)};
  *tail = (dlw_str){equals + 1, s.n - head->n - 1};
  return true;
}

/* Calls `line` for every line of the file that is not empty or a comment. The
   file's text stays in the arena. */
typedef bool line_handler(dlw_ctx *cx, void *user, const dlw_where *where,
                          dlw_str line);

static bool each_line(dlw_ctx *cx, dlw_str path, line_handler *handler,
                      void *user) {
  dlw_file file;
  if (!dlw_file_open(cx, path, &file))
    return false;
  dlw_str text = {dlw_strdup(cx, (dlw_str){(const char *)file.data, file.size}),
                  file.size};
  dlw_file_close(&file);
  if (!text.p)
    return false;
  bool ok = true;
  for (unsigned number = 1; text.n; number++) {
    const char *newline = memchr(text.p, '\n', text.n);
    size_t length = newline ? (size_t)(newline - text.p) : text.n;
    dlw_str line = trim((dlw_str){text.p, length});
    text.p += length + (newline != NULL);
    text.n -= length + (newline != NULL);
    if (!line.n || line.p[0] == '#')
      continue;
    dlw_str at = dlw_sprintf(cx, "%.*s:%u", DLW_FMT(path), number);
    dlw_where where = {.file = at};
    if (!at.p || !handler(cx, user, &where, line))
      ok = false;
  }
  return ok;
}

static bool config_line(dlw_ctx *cx, void *user, const dlw_where *where,
                        dlw_str line) {
  dlw_str key, value;
  if (split(line, &key, &value) && dlw_str_eq(trim(key), DLW_STR("config")))
    return dlw_error(cx, where, "a config file cannot name another one");
  return dlw_options_add(cx, user, where, line);
}

bool dlw_options_add(dlw_ctx *cx, dlw_options *options, const dlw_where *where,
                     dlw_str text) {
  dlw_str key = text, value = {0};
  bool has_value = split(text, &key, &value);
  key = trim(key);
  value = trim(value);
  uint8_t k = 0;
  while (k < KEY_COUNT && !dlw_str_eq(key, dlw_str_of(key_names[k])))
    k++;
  if (k == KEY_COUNT) {
    const char *nearest = dlw_nearest(key, key_names, KEY_COUNT);
    return dlw_error(cx, where, "unknown option '%.*s'%s%s%s", DLW_FMT(key),
                     nearest ? " (did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?)" : "");
  }
  if (!has_value || !value.n)
    return dlw_error(cx, where, "option '%s' needs a value: %s=%s",
                     key_names[k], key_names[k], key_forms[k]);
  if (k == KEY_CONFIG)
    return each_line(cx, value, config_line, options);
  if (!dlw_grow(cx, &options->items, options->count, &options->capacity,
                sizeof *options->items))
    return false;
  options->items[options->count++] =
      (dlw_option){k, value, where ? *where : (dlw_where){.library = {0}}};
  return true;
}

/* --- Applying --- */

static bool bad_value(dlw_ctx *cx, const dlw_option *o) {
  return dlw_error(cx, &o->where, "%s=%.*s: expected %s=%s", key_names[o->key],
                   DLW_FMT(o->value), key_names[o->key], key_forms[o->key]);
}

/* The nearest known value, for an error. */
static bool bad_word(dlw_ctx *cx, const dlw_option *o, dlw_str word,
                     const char *const *words, size_t n) {
  const char *nearest = dlw_nearest(word, words, n);
  return dlw_error(cx, &o->where,
                   "%s=%.*s: unknown value '%.*s'%s%s%s; expected %s",
                   key_names[o->key], DLW_FMT(o->value), DLW_FMT(word),
                   nearest ? " (did you mean '" : "", nearest ? nearest : "",
                   nearest ? "'?)" : "", key_forms[o->key]);
}

static bool add_library(dlw_ctx *cx, dlw_weld *w, const dlw_option *o) {
  dlw_str soname, file;
  bool given = split(o->value, &soname, &file);
  if (!given) {
    file = o->value;
    soname = dlw_soname_in_file(cx, file);
    if (!soname.p)
      return false;
  }
  if (!soname.n || !file.n)
    return bad_value(cx, o);
  if (dlw_str_eq(soname, DLW_STR("program")))
    return dlw_error(cx, &o->where,
                     "'program' stands for the program; give the library "
                     "another soname: %s=SONAME=%.*s",
                     key_names[o->key], DLW_FMT(file));
  if (!dlw_name_is_soname(soname))
    return dlw_error(cx, &o->where, "a soname must be UTF-8");
  if (dlw_weld_find(w, soname))
    return dlw_error(cx, &o->where,
                     "soname %.*s is given twice; give one of them another "
                     "(%s=SONAME=FILE), or add the file to the library "
                     "with member=%.*s=%.*s",
                     DLW_FMT(soname), key_names[o->key], DLW_FMT(soname),
                     DLW_FMT(file));
  dlw_library *lib = dlw_weld_library(w, soname);
  if (!lib)
    return false;
  lib->startup = o->key == KEY_STARTUP;
  lib->named_by_file = !given;
  return dlw_list_add(cx, &lib->files, file);
}

/* The library that an option speaks of. `program` allowed: NULL and *program
   true. */
static bool named_library(dlw_ctx *cx, dlw_weld *w, const dlw_option *o,
                          dlw_str soname, bool *program, dlw_library **out) {
  if (program)
    *program = dlw_str_eq(soname, DLW_STR("program"));
  if (program && *program)
    return true;
  *out = dlw_weld_find(w, soname);
  if (*out && *out != w->libraries)
    return true;
  const char **names = dlw_alloc(cx, w->library_count, sizeof *names);
  if (!names)
    return false;
  size_t n = 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    if ((names[n] = dlw_strdup(cx, w->libraries[i].soname)))
      n++;
  const char *nearest = dlw_nearest(soname, names, n);
  return dlw_error(cx, &o->where,
                   "%s=%.*s: no library of this link has the soname "
                   "'%.*s'%s%s%s",
                   key_names[o->key], DLW_FMT(o->value), DLW_FMT(soname),
                   nearest ? " (did you mean '" : "", nearest ? nearest : "",
                   nearest ? "'?)" : "");
}

static bool pattern_line(dlw_ctx *cx, void *user, const dlw_where *where,
                         dlw_str line) {
  (void)where;
  return dlw_list_add(cx, user, line);
}

/* `export=...=VALUE`: a pattern, or @FILE with one a line. */
static bool add_pattern(dlw_ctx *cx, dlw_list *patterns, dlw_str value) {
  if (value.p[0] != '@')
    return dlw_list_add(cx, patterns, value);
  return each_line(cx, (dlw_str){value.p + 1, value.n - 1}, pattern_line,
                   patterns);
}

/* --- index= --- */

/* The library that the option speaks of (empty: none), and the form. */
static bool split_index(dlw_ctx *cx, const dlw_option *o, dlw_str *soname,
                        dlw_index_form *form) {
  static const char *const forms[] = {"fast", "small", "none"};
  dlw_str word = o->value;
  bool named = split(o->value, soname, &word);
  if (named && (!soname->n || !word.n))
    return bad_value(cx, o);
  if (!named)
    *soname = DLW_STR("");
  for (size_t i = 0; i < 3; i++)
    if (dlw_str_eq(word, dlw_str_of(forms[i]))) {
      *form = (dlw_index_form)i;
      return true;
    }
  return bad_word(cx, o, word, forms, 3);
}

/* Notes what is said of the library, or of all; said twice, it must be the
   same. `given`: that of earlier options, by soname. */
static bool note_index(dlw_ctx *cx, dlw_map *given, const dlw_option *o,
                       dlw_str soname, dlw_index_form form) {
  bool first;
  dlw_map_entry *e = dlw_map_put(cx, given, soname, &first);
  if (!e)
    return false;
  if (!first && e->value != form)
    return dlw_error(cx, &o->where,
                     "index=%.*s: another option has said something else of %s",
                     DLW_FMT(o->value),
                     soname.n ? "that library" : "all libraries");
  e->value = form;
  return true;
}

/* A form without a soname is that of all libraries, also of those that are
   found later, but where a line names one. */
static bool apply_indexes(dlw_options *options, dlw_weld *w) {
  dlw_ctx *cx = w->cx;
  dlw_map given = {0};
  bool ok = true;
  for (int named = 0; named < 2; named++)
    for (uint32_t i = 0; i < options->count; i++) {
      const dlw_option *o = &options->items[i];
      bool program = false;
      dlw_library *lib = NULL;
      dlw_str soname;
      dlw_index_form form = DLW_INDEX_HASHED;
      if (o->key != KEY_INDEX ||
          (memchr(o->value.p, '=', o->value.n) != NULL) != named)
        continue;
      if (!split_index(cx, o, &soname, &form) ||
          (named && !named_library(cx, w, o, soname, &program, &lib)) ||
          !note_index(cx, &given, o, soname, form)) {
        ok = false;
      } else if (named) {
        (program ? w->libraries : lib)->index_form = form;
      } else {
        w->index_form = form;
        for (uint32_t k = 0; k < w->library_count; k++)
          w->libraries[k].index_form = form;
      }
    }
  return ok;
}

static bool apply_one(dlw_ctx *cx, dlw_options *options, dlw_weld *w,
                      const dlw_option *o) {
  static const char *const vagues[] = {"isolate", "rtti", "share"};
  static const char *const outputs[] = {"weldable", "module"};
  static const char *const binds[] = {"self", "program"};
  static const char *const answers[] = {"no", "yes"};
  dlw_str soname, value;
  switch (o->key) {
  case KEY_SHARE:
    return dlw_list_add(cx, &w->shares, o->value);
  case KEY_REPORT:
    options->report = o->value;
    return true;
  case KEY_VAGUE:
    for (size_t i = 0; i < 3; i++)
      if (dlw_str_eq(o->value, dlw_str_of(vagues[i]))) {
        w->vague = (dlw_vague)i;
        return true;
      }
    return bad_word(cx, o, o->value, vagues, 3);
  case KEY_OUTPUT:
    for (size_t i = 0; i < 2; i++)
      if (dlw_str_eq(o->value, dlw_str_of(outputs[i]))) {
        options->output_module = i == 1;
        return true;
      }
    return bad_word(cx, o, o->value, outputs, 2);
  default:
    break;
  }
  if (!split(o->value, &soname, &value) || !soname.n || !value.n)
    return bad_value(cx, o);
  bool program = false;
  dlw_library *lib = NULL;
  if (!named_library(cx, w, o, soname, o->key == KEY_EXPORT ? &program : NULL,
                     &lib))
    return false;
  switch (o->key) {
  case KEY_MEMBER:
    return dlw_list_add(cx, &lib->files, value);
  case KEY_NEEDED:
    return dlw_list_add(cx, &lib->needed_names, value);
  case KEY_ALIAS:
    return dlw_list_add(cx, &lib->aliases, value);
  case KEY_EXPORT: {
    if (lib)
      lib->has_patterns = true;
    return add_pattern(cx, program ? &w->program.patterns : &lib->patterns,
                       value);
  }
  case KEY_UNLOAD:
    for (size_t i = 0; i < 2; i++)
      if (dlw_str_eq(value, dlw_str_of(answers[i]))) {
        lib->unload = i == 1;
        return true;
      }
    return bad_word(cx, o, value, answers, 2);
  default: /* KEY_BIND */
    for (size_t i = 0; i < 2; i++)
      if (dlw_str_eq(value, dlw_str_of(binds[i]))) {
        lib->bind_program = i == 1;
        return true;
      }
    return bad_word(cx, o, value, binds, 2);
  }
}

bool dlw_options_list(dlw_ctx *cx, const dlw_options *options, dlw_list *out) {
  for (uint32_t i = 0; i < options->count; i++) {
    const dlw_option *o = &options->items[i];
    dlw_str text =
        dlw_sprintf(cx, "%s=%.*s", key_names[o->key], DLW_FMT(o->value));
    if (!text.p || !dlw_list_add(cx, out, text))
      return false;
  }
  return true;
}

bool dlw_options_want_module(const dlw_options *options) {
  bool module = false;
  for (uint32_t i = 0; i < options->count; i++)
    if (options->items[i].key == KEY_OUTPUT)
      module = dlw_str_eq(options->items[i].value, DLW_STR("module"));
  return module;
}

bool dlw_options_apply_library(dlw_ctx *cx, const dlw_options *options,
                               dlw_weldable *library,
                               dlw_weldable_exports *exports) {
  bool ok = true;
  for (uint32_t i = 0; i < options->count; i++) {
    const dlw_option *o = &options->items[i];
    dlw_str soname, value;
    if (o->key == KEY_OUTPUT) {
      if (!dlw_str_eq(o->value, DLW_STR("weldable")))
        ok = bad_value(cx, o);
      continue;
    }
    if (o->key != KEY_EXPORT && o->key != KEY_NEEDED) {
      ok = dlw_error(cx, &o->where,
                     "%s=%.*s: this link makes a library (-shared), and '%s' "
                     "is for the link of a program that has it",
                     key_names[o->key], DLW_FMT(o->value), key_names[o->key]);
      continue;
    }
    if (!split(o->value, &soname, &value) || !soname.n || !value.n) {
      ok = bad_value(cx, o);
      continue;
    }
    if (!dlw_str_eq(soname, library->soname)) {
      ok = dlw_error(cx, &o->where,
                     "%s=%.*s: this link makes %.*s, which is the only "
                     "library to speak of",
                     key_names[o->key], DLW_FMT(o->value),
                     DLW_FMT(library->soname));
      continue;
    }
    if (o->key == KEY_NEEDED)
      ok &= dlw_list_add(cx, &library->needed, value);
    else
      ok &= add_pattern(cx, &exports->patterns, value);
    exports->has_patterns |= o->key == KEY_EXPORT;
  }
  return ok;
}

static bool adds_library(const dlw_option *o) {
  return o->key == KEY_DLOPEN || o->key == KEY_STARTUP;
}

bool dlw_options_add_libraries(dlw_options *options, dlw_weld *w) {
  bool ok = dlw_weld_library(w, DLW_STR("program")) != NULL;
  for (uint32_t i = 0; i < options->count; i++)
    if (adds_library(&options->items[i]) &&
        !add_library(w->cx, w, &options->items[i]))
      ok = false;
  return ok;
}

bool dlw_options_apply(dlw_options *options, dlw_weld *w) {
  dlw_ctx *cx = w->cx;
  bool ok = true;
  for (uint32_t i = 0; i < options->count; i++)
    if (!adds_library(&options->items[i]) &&
        options->items[i].key != KEY_INDEX &&
        !apply_one(cx, options, w, &options->items[i]))
      ok = false;
  return apply_indexes(options, w) && ok;
}
