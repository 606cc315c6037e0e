/* dlweld nm: the symbols of files. */
#include "nm.h"

#include <inttypes.h>
#include <stdlib.h>

#include "json.h"
#include "plugin/bitcode.h"
#include "plugin/llvm.h"
#include "tools.h"

enum {
  DEMANGLE = 1,
  PRINT_SIZE,
  SORT,
  REVERSE,
  UNDEFINED,
  DEFINED_ONLY,
  EXTERN_ONLY,
  LIBRARY,
  NAME,
  KIND,
  NO_HEADER,
  JSON,
};

static const dlw_tool_option options[] = {
    {DEMANGLE, 'C', "demangle", NULL, "show C++ names as in the source"},
    {PRINT_SIZE, 'S', "print-size", NULL,
     "show sizes, too: bytes of data, and of functions' code"},
    {SORT, 0, "sort", "KEY",
     "name, address (table slots first, then memory) or size (largest first); "
     "default: library, then name"},
    {REVERSE, 'r', "reverse", NULL, "sort the other way round"},
    {UNDEFINED, 'u', "undefined", NULL,
     "only what is undefined; of modules the imports"},
    {DEFINED_ONLY, 'U', "defined-only", NULL, "only what is defined"},
    {EXTERN_ONLY, 'g', "extern-only", NULL, "no local symbols"},
    {LIBRARY, 0, "library", "GLOB",
     "only what such a library exports; 'program' is the program"},
    {NAME, 0, "name", "GLOB", "only such names, or demangled names (-C)"},
    {KIND, 0, "kind", "KIND", "only function, data, tls or absolute"},
    {NO_HEADER, 0, "no-header", NULL, "no titles above the columns"},
    {JSON, 'j', "json", NULL, "the same for programs"},
    DLW_OPTION_COLOR,
    {0},
};

const dlw_command dlw_command_nm = {
    .name = "nm",
    .summary = "the symbols of modules, libraries, objects and archives",
    .usage = "[OPTION]... FILE...",
    .text = "Lists what dlsym finds in a welded module, and the symbols of "
            "objects, archives,\nweldable libraries and bitcode; of other "
            "modules exports and imports.\n",
    .more =
        "Values: slot N in the table, an address (0x...), tls+ distance in "
        "thread-local\ndata, = an absolute number, # an index. Kinds are as "
        "nm's: T function, D data,\nB zeros, R constant, L thread-local, A "
        "absolute, G global, I table, E tag,\nM memory, U undefined; W weak "
        "function, V weak data; w, v: weak and undefined.\nSmall letters "
        "otherwise: local.\n",
    .options = options,
};

typedef struct settings {
  bool flags[JSON + 1];
  int sort; /* number in sort_keys, or -1 */
  int kind; /* dlw_nm_kind, or -1 */
  const char *library, *name;
} settings;

enum { BY_NAME, BY_ADDRESS, BY_SIZE };
static const char *const sort_keys[] = {"name", "address", "size", NULL};
static const char *const kind_names[] = {"function", "data",  "tls", "absolute",
                                         "global",   "table", "tag", "memory"};

/* --- Order --- */

static int compare_names(dlw_str a, dlw_str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  int order = n ? memcmp(a.p, b.p, n) : 0;
  return order ? order : (a.n > b.n) - (a.n < b.n);
}

#define COMPARE(x, y) (((x) > (y)) - ((x) < (y)))

static int by_name(const void *a, const void *b) {
  const dlw_nm_symbol *x = a, *y = b;
  int order = compare_names(x->name, y->name);
  return order ? order : COMPARE(x->number, y->number);
}

static int by_library(const void *a, const void *b) {
  const dlw_nm_symbol *x = a, *y = b;
  int order = COMPARE(x->number, y->number);
  return order ? order : by_name(a, b);
}

static int by_address(const void *a, const void *b) {
  const dlw_nm_symbol *x = a, *y = b;
  int order = COMPARE(x->form, y->form);
  if (!order)
    order = COMPARE(x->value, y->value);
  return order ? order : by_library(a, b);
}

static int by_size(const void *a, const void *b) {
  const dlw_nm_symbol *x = a, *y = b;
  uint64_t left = x->has_size ? x->size : 0, right = y->has_size ? y->size : 0;
  int order = COMPARE(right, left);
  return order ? order : by_library(a, b);
}

static void sort(dlw_nm_list *list, const settings *o) {
  static int (*const orders[])(const void *,
                               const void *) = {by_name, by_address, by_size};
  if (!list->count)
    return;
  qsort(list->items, list->count, sizeof *list->items,
        o->sort < 0 ? by_library : orders[o->sort]);
  for (uint32_t i = 0; o->flags[REVERSE] && i < list->count / 2; i++) {
    dlw_nm_symbol s = list->items[i];
    list->items[i] = list->items[list->count - 1 - i];
    list->items[list->count - 1 - i] = s;
  }
}

/* --- Choice --- */

static bool is_wanted(const dlw_nm_symbol *s, const settings *o) {
  dlw_str library =
      s->number == 0 && s->library.n ? DLW_STR("program") : s->library;
  if ((o->flags[UNDEFINED] && s->defined) ||
      (o->flags[DEFINED_ONLY] && !s->defined) ||
      (o->flags[EXTERN_ONLY] && s->local))
    return false;
  if (o->kind >= 0 && s->kind != o->kind)
    return false;
  if (o->library && !dlw_str_glob(dlw_str_of(o->library), library))
    return false;
  return !o->name || dlw_str_glob(dlw_str_of(o->name), s->name) ||
         (s->demangled.p && dlw_str_glob(dlw_str_of(o->name), s->demangled));
}

static void choose(dlw_nm_list *list, const settings *o) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < list->count; i++) {
    dlw_nm_symbol *s = &list->items[i];
    if (o->flags[DEMANGLE])
      s->demangled = dlw_demangle(list->cx, s->name, list->id);
    if (is_wanted(s, o))
      list->items[n++] = *s;
  }
  list->count = n;
}

/* --- Text --- */

enum { VALUE, SIZE, LETTER, OWNER, SYMBOL, TYPE };

static void set_value(dlw_table *t, const dlw_nm_symbol *s) {
  const char *plus = s->relative ? "+" : "";
  switch (s->form) {
  case DLW_NM_SLOT:
    dlw_table_set(t, VALUE, "slot %s%" PRIu64, plus, s->value);
    break;
  case DLW_NM_ADDRESS:
    dlw_table_set(t, VALUE, "%s0x%" PRIx64, plus, s->value);
    break;
  case DLW_NM_DISTANCE:
    dlw_table_set(t, VALUE, "tls+0x%" PRIx64, s->value);
    break;
  case DLW_NM_NUMBER:
    dlw_table_set(t, VALUE, "=0x%" PRIx64, s->value);
    break;
  case DLW_NM_INDEX:
    dlw_table_set(t, VALUE, "#%" PRIu64, s->value);
    break;
  default:
    break;
  }
}

static void add_row(dlw_table *t, const dlw_nm_symbol *s, const settings *o,
                    dlw_buf *b) {
  dlw_table_row(t);
  set_value(t, s);
  if (o->flags[PRINT_SIZE] && s->has_size)
    dlw_table_set(t, SIZE, "%" PRIu64, s->size);
  dlw_table_set(t, LETTER, "%c", s->letter);
  dlw_table_set_name(t, OWNER, s->library);
  dlw_table_set_name(t, SYMBOL, s->demangled.p ? s->demangled : s->name);
  if (s->kind == DLW_NM_FUNCTION && s->type.n) {
    dlw_text_type(b, s->type);
    dlw_table_set_name(t, TYPE, (dlw_str){(const char *)b->data, b->size});
    b->size = 0;
  }
}

static bool print_table(const dlw_nm_list *list, const dlw_print *p,
                        const settings *o, bool header) {
  static const dlw_column columns[] = {
      {.head = "VALUE", .keep_empty = true},
      {.head = "SIZE", .right = true},
      {.head = "K", .style = DLW_BOLD},
      {.head = "LIBRARY", .style = DLW_CYAN, .shrinks = 1},
      {.head = "NAME", .shrinks = 1},
      {.head = "TYPE", .style = DLW_DIM, .shrinks = 2}};
  dlw_table t = {0};
  dlw_buf b = {0};
  if (!list->count)
    return true;
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    dlw_table_column(&t, columns[i]);
  for (uint32_t i = 0; i < list->count; i++)
    add_row(&t, &list->items[i], o, &b);
  bool ok = dlw_buf_ok(&b);
  dlw_buf_free(&b);
  return (dlw_table_print(&t, p, 0, header) && ok) ||
         dlw_out_of_memory(list->cx);
}

/* --- JSON --- */

static void put_value(dlw_json *j, const dlw_nm_symbol *s) {
  static const char *const keys[] = {[DLW_NM_SLOT] = "slot",
                                     [DLW_NM_ADDRESS] = "address",
                                     [DLW_NM_DISTANCE] = "tls",
                                     [DLW_NM_NUMBER] = "value",
                                     [DLW_NM_INDEX] = "index"};
  if (s->form != DLW_NM_NONE)
    dlw_json_number(j, keys[s->form], s->value);
  if (s->has_size)
    dlw_json_number(j, "size", s->size);
}

static void put_symbol(dlw_json *j, const dlw_nm_symbol *s, dlw_buf *b) {
  const struct {
    const char *key;
    bool value;
  } flags[] = {{"weak", s->weak},
               {"local", s->local},
               {"hidden", s->hidden},
               {"libc", s->libc},
               {"relative", s->relative}};
  const char letter[] = {s->letter, 0};
  dlw_json_object(j, NULL);
  dlw_json_string(j, "name", s->name);
  if (s->demangled.p)
    dlw_json_string(j, "demangled", s->demangled);
  dlw_json_string(j, "letter", dlw_str_of(letter));
  dlw_json_string(j, "kind", dlw_str_of(kind_names[s->kind]));
  dlw_json_bool(j, "defined", s->defined);
  if (s->library.n)
    dlw_json_string(j, s->number == UINT32_MAX ? "module" : "library",
                    s->number == 0 ? DLW_STR("program") : s->library);
  put_value(j, s);
  if (s->kind == DLW_NM_FUNCTION && s->type.n) {
    dlw_text_type(b, s->type);
    dlw_json_string(j, "type", (dlw_str){(const char *)b->data, b->size});
    b->size = 0;
  }
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (flags[i].value)
      dlw_json_bool(j, flags[i].key, true);
  dlw_json_end_object(j);
}

/* --- Files --- */

/* What becomes of a run. */
typedef struct run {
  settings settings;
  dlw_print print;
  dlw_json json;
  bool titles; /* there are several files */
  bool more;   /* something has been printed */
  char *error; /* of a file, the first message; heap */
} run;

static void emit(void *user, dlw_severity severity, const char *text) {
  run *r = user;
  if (severity == DLW_ERROR && !r->error)
    r->error = strdup(text);
  dlw_print_message(NULL, severity, text);
}

static void print_title(run *r, const dlw_where *where) {
  fputs(r->more ? "\n" : "", stdout);
  dlw_print_name(&r->print, DLW_BOLD, where->file);
  if (where->member.n) {
    putchar('(');
    dlw_print_name(&r->print, DLW_BOLD, where->member);
    putchar(')');
  }
  puts(":");
}

static bool print_list(run *r, const dlw_where *where, dlw_nm_list *list,
                       const char *kind) {
  const settings *o = &r->settings;
  choose(list, o);
  sort(list, o);
  if (!o->flags[JSON]) {
    if (r->titles || where->member.n)
      print_title(r, where);
    bool header = !o->flags[NO_HEADER] && !where->member.n;
    r->more = true;
    return print_table(list, &r->print, o, header);
  }
  dlw_json *j = &r->json;
  dlw_buf b = {0};
  dlw_json_object(j, NULL);
  dlw_json_string(j, "file", where->file);
  if (where->member.n)
    dlw_json_string(j, "member", where->member);
  dlw_json_string(j, "kind", dlw_str_of(kind));
  dlw_json_array(j, "symbols");
  for (uint32_t i = 0; i < list->count; i++)
    put_symbol(j, &list->items[i], &b);
  dlw_json_end_array(j);
  dlw_json_end_object(j);
  bool ok = dlw_buf_ok(&b);
  dlw_buf_free(&b);
  return ok || dlw_out_of_memory(list->cx);
}

/* Symbols of an object, or of one that describes bitcode, whose functions have
   no code of their own. */
static bool list_object(run *r, dlw_ctx *cx, const dlw_where *where,
                        dlw_bytes bytes, const char *kind) {
  bool own_code = strcmp(kind, dlw_kind_name(DLW_KIND_BITCODE)) != 0;
  dlw_object object;
  dlw_nm_list list = {.cx = cx};
  dlw_weldable weldable;
  bool found;
  if (!dlw_weldable_read(cx, where, bytes, &weldable, &found) ||
      !dlw_object_read(cx, where, bytes, &object))
    return false;
  if (found) {
    kind = "weldable library";
    list.id = dlw_library_id(cx, weldable.soname);
  }
  bool ok = dlw_nm_object(&list, &object);
  dlw_object_done(&object);
  for (uint32_t i = 0; i < list.count && !own_code; i++)
    list.items[i].has_size &= list.items[i].kind != DLW_NM_FUNCTION;
  return ok && print_list(r, where, &list, kind);
}

static bool list_module(run *r, dlw_ctx *cx, const dlw_where *where,
                        dlw_bytes bytes, dlw_kind kind) {
  dlw_module module;
  dlw_welded welded;
  dlw_nm_list list = {.cx = cx};
  if (!dlw_module_read(cx, where, bytes, &module))
    return false;
  switch (dlw_welded_read(cx, &module, &welded)) {
  case DLW_WELDED_ERROR:
    return false;
  case DLW_WELDED_READ:
    if (r->settings.flags[UNDEFINED])
      break;
    return dlw_nm_welded(&list, &module, &welded) &&
           print_list(r, where, &list,
                      kind == DLW_KIND_OBJECT   ? "welded object"
                      : kind == DLW_KIND_SHARED ? "welded shared module"
                                                : "welded module");
  default:
    break;
  }
  if (kind == DLW_KIND_OBJECT || dlw_bytes_are_weldable(bytes))
    return list_object(r, cx, where, bytes, dlw_kind_name(kind));
  return dlw_nm_module(&list, &module, !r->settings.flags[UNDEFINED]) &&
         print_list(r, where, &list, dlw_kind_name(kind));
}

/* By LLVM, as in a weld; if there is none, that is reported. */
static bool list_bitcode(run *r, dlw_ctx *cx, const dlw_where *where,
                         dlw_bytes bytes) {
  dlw_bitcode_task task = {.where = *where, .input = bytes};
  return dlw_bitcode_process(cx, &task, 1) &&
         list_object(r, cx, where, task.output,
                     dlw_kind_name(DLW_KIND_BITCODE));
}

static bool list_bytes(run *r, dlw_ctx *cx, const dlw_where *where,
                       dlw_bytes bytes) {
  dlw_kind kind = dlw_kind_of(bytes);
  switch (kind) {
  case DLW_KIND_OBJECT:
  case DLW_KIND_MODULE:
  case DLW_KIND_SHARED:
    return list_module(r, cx, where, bytes, kind);
  case DLW_KIND_BITCODE:
    return list_bitcode(r, cx, where, bytes);
  default:
    return dlw_error(cx, where, "%s: has no symbols that dlweld knows",
                     dlw_kind_name(kind));
  }
}

static bool list_archive(run *r, dlw_ctx *cx, const dlw_where *where,
                         dlw_bytes bytes) {
  dlw_archive archive;
  bool ok = true;
  if (!dlw_archive_read(cx, where, bytes, &archive))
    return false;
  if (!archive.count && !r->settings.flags[JSON])
    dlw_note(cx, where, "the archive is empty");
  for (uint32_t i = 0; i < archive.count; i++) {
    const dlw_member *member = &archive.members[i];
    dlw_where inside = *where;
    dlw_file file = {0};
    inside.member = member->name;
    dlw_bytes data = member->data;
    if (archive.thin) {
      if (!dlw_file_open(cx, member->thin_path, &file)) {
        ok = false;
        continue;
      }
      data = (dlw_bytes){file.data, file.size};
    }
    if (dlw_kind_of(data) == DLW_KIND_UNKNOWN)
      dlw_warning(cx, &inside, "is not a WebAssembly object; left out");
    else
      ok &= list_bytes(r, cx, &inside, data);
    dlw_file_close(&file);
  }
  return ok;
}

static bool list_file(run *r, const char *path) {
  dlw_ctx cx;
  dlw_file file;
  dlw_where where = {.file = dlw_str_of(path)};
  dlw_ctx_init(&cx, emit, r);
  bool ok = dlw_file_open(&cx, where.file, &file);
  if (ok) {
    dlw_bytes bytes = {file.data, file.size};
    dlw_kind kind = dlw_kind_of(bytes);
    ok = kind == DLW_KIND_ARCHIVE || kind == DLW_KIND_THIN_ARCHIVE
             ? list_archive(r, &cx, &where, bytes)
             : list_bytes(r, &cx, &where, bytes);
    dlw_file_close(&file);
  }
  if (!ok && r->settings.flags[JSON]) {
    dlw_json_object(&r->json, NULL);
    dlw_json_string(&r->json, "file", where.file);
    dlw_json_string(&r->json, "error",
                    dlw_str_of(r->error ? r->error : "out of memory"));
    dlw_json_end_object(&r->json);
  }
  free(r->error);
  r->error = NULL;
  dlw_ctx_done(&cx);
  return ok;
}

static bool list_all(run *r, char **paths, int n) {
  bool ok = true;
  r->titles = n > 1;
  dlw_llvm_init(NULL);
  if (r->settings.flags[JSON]) {
    dlw_json_object(&r->json, NULL);
    dlw_json_array(&r->json, "files");
  }
  for (int i = 0; i < n; i++)
    ok &= list_file(r, paths[i]);
  if (r->settings.flags[JSON]) {
    dlw_json_end_array(&r->json);
    dlw_json_end_object(&r->json);
  }
  dlw_bitcode_done();
  return ok;
}

/* Reads one option; false: it is wrong, and has been reported. */
static bool take_option(const dlw_tool_options *o, int id, settings *s,
                        dlw_color *color) {
  static const char *const kinds[] = {"function", "data", "tls", "absolute",
                                      NULL};
  switch (id) {
  case DLW_OPTION_COLOR_ID:
    return dlw_tool_color(o, color);
  case SORT:
    s->sort = dlw_tool_word(&dlw_command_nm, "sort", o->value, sort_keys);
    return s->sort >= 0;
  case KIND:
    s->kind = dlw_tool_word(&dlw_command_nm, "kind", o->value, kinds);
    return s->kind >= 0;
  case LIBRARY:
    s->library = o->value;
    return true;
  case NAME:
    s->name = o->value;
    return true;
  default:
    s->flags[id] = true;
    return true;
  }
}

int dlw_tool_nm(int argc, char **argv) {
  run r = {.settings = {.sort = -1, .kind = -1}, .json = {.lines = 4}};
  dlw_color color = DLW_COLOR_AUTO;
  dlw_tool_options o = dlw_tool_options_of(&dlw_command_nm, argc, argv);
  for (int id; (id = dlw_tool_options_next(&o)) != DLW_OPTION_END;) {
    if (id == DLW_OPTION_HELP)
      return dlw_print_done(0);
    if (id == DLW_OPTION_WRONG || !take_option(&o, id, &r.settings, &color))
      return 2;
  }
  if (!o.file_count)
    return dlw_wrong_use(&dlw_command_nm, "no file");
  if (r.settings.flags[UNDEFINED] && r.settings.flags[DEFINED_ONLY])
    return dlw_wrong_use(&dlw_command_nm,
                         "--undefined and --defined-only leave nothing");
  if (r.settings.flags[DEMANGLE] && !dlw_demangle_init())
    return 1;
  r.print = dlw_print_to(color);
  bool ok = list_all(&r, argv, o.file_count);
  return dlw_print_done(ok ? 0 : 1);
}
