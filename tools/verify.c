/* dlweld verify: the check that the plugin makes after each link, of a finished
   module at any time: after wasm-opt, wasm-strip or whatever came next. */
#include <inttypes.h>

#include "index/check.h"
#include "json.h"
#include "object/lift.h"
#include "print.h"
#include "support/file.h"
#include "tools.h"

enum { JSON = 1, QUIET };

static const dlw_tool_option options[] = {
    {JSON, 'j', "json", NULL, "JSON for programs instead of text"},
    {QUIET, 'q', "quiet", NULL, "nothing of files without a fault"},
    DLW_OPTION_COLOR,
    {0},
};

const dlw_command dlw_command_verify = {
    .name = "verify",
    .summary = "check that a welded module is what its index says",
    .usage = "[OPTION]... FILE...",
    .text =
        "Checks welded modules (and objects, which -r makes of program and\n"
        "libraries): whether each table slot and address of the index is that "
        "of such\na function or variable, and whether the index in memory and "
        "in the section\ndlsym.0 are the same. Tools that change finished "
        "modules keep all of that;\nwhere one has not, this says what it "
        "broke.\n",
    .more = "Ends with 1 where there is a fault, or a file that is not welded "
            "or cannot be\nread. A warning is no fault: it tells of what is "
            "right if the tool that it\nnames was used.\n",
    .options = options,
};

/* --- One file --- */

typedef struct found {
  const char *id;
  dlw_severity severity;
  uint64_t offset;
  uint32_t library;
  dlw_str symbol, text;
  const char *hint;
} found;

typedef struct checked {
  dlw_ctx cx;
  dlw_str path;
  dlw_file file;
  const char *error; /* the first message; else it could be read */
  bool welded;
  dlw_welded index;
  found *list;
  uint32_t count, capacity;
  uint32_t faults;
  bool printing; /* messages go to standard error, too */
} checked;

static void on_message(void *user, dlw_severity severity, const char *text) {
  checked *f = user;
  if (f->printing)
    dlw_print_message(NULL, severity, text);
  if (severity == DLW_ERROR && !f->error)
    f->error = dlw_strdup(&f->cx, dlw_str_of(text));
}

static void on_fault(void *user, const dlw_fault *fault) {
  checked *f = user;
  if (!dlw_grow(&f->cx, &f->list, f->count, &f->capacity, sizeof *f->list))
    return;
  const char *text = dlw_strdup(&f->cx, fault->text);
  f->list[f->count++] = (found){
      .id = fault->id,
      .severity = fault->severity,
      .offset = fault->offset,
      .library = fault->library,
      .symbol = fault->symbol,
      .text = text ? dlw_str_of(text) : (dlw_str){0},
      .hint = fault->hint,
  };
}

/* False: it cannot be read, or is not welded; `error` says which. */
static bool check(checked *f) {
  dlw_where where = {.file = f->path};
  dlw_module module;
  if (!dlw_file_open(&f->cx, f->path, &f->file))
    return false;
  dlw_bytes bytes = {f->file.data, f->file.size};
  dlw_kind kind = dlw_kind_of(bytes);
  if (kind != DLW_KIND_MODULE && kind != DLW_KIND_OBJECT &&
      kind != DLW_KIND_SHARED)
    return dlw_error(&f->cx, &where, "%s, not a welded module",
                     dlw_kind_name(kind));
  if (!dlw_module_read(&f->cx, &where, bytes, &module))
    return false;
  dlw_welded_found what = dlw_welded_read(&f->cx, &module, &f->index);
  if (what == DLW_WELDED_NONE)
    return dlw_error(&f->cx, &where,
                     "%s is not welded: it has no section dlsym.0, and no "
                     "index in its data",
                     dlw_kind_name(kind));
  if (what == DLW_WELDED_ERROR)
    return false;
  f->welded = true;
  f->faults = dlw_welded_check(&f->cx, &module, &f->index, on_fault, f);
  return f->faults != UINT32_MAX;
}

static uint64_t count_exports(const dlw_welded *x) {
  uint64_t n = 0;
  for (uint32_t i = 0; i < x->library_count; i++)
    n += x->libraries[i].symbol_count;
  return n;
}

static const char *severity_name(dlw_severity severity) {
  static const char *const names[] = {"note", "warning", "fault"};
  return names[severity];
}

/* --- What is said of it --- */

static void put_fault(const dlw_print *p, const checked *f, const found *o) {
  static const dlw_style styles[] = {DLW_DIM, DLW_YELLOW, DLW_RED};
  dlw_print_name(p, DLW_PLAIN, f->path);
  if (o->offset)
    printf(":0x%" PRIx64, o->offset);
  printf(": %s%s:%s ", dlw_paint(p, styles[o->severity]),
         severity_name(o->severity), dlw_unpaint(p, styles[o->severity]));
  if (o->library != DLW_FAULT_MODULE) {
    dlw_print_name(p, DLW_CYAN, dlw_welded_title(&f->index, o->library));
    fputs(": ", stdout);
  }
  if (o->symbol.n) {
    putchar('\'');
    dlw_print_name(p, DLW_BOLD, o->symbol);
    fputs("': ", stdout);
  }
  dlw_print_name(p, DLW_PLAIN, o->text);
  if (o->hint)
    printf(" (%s)", o->hint);
  printf(" %s[%s]%s\n", dlw_paint(p, DLW_DIM), o->id, dlw_unpaint(p, DLW_DIM));
}

static void put_text(const dlw_print *p, const checked *f, bool quiet) {
  if (!f->welded)
    return;
  for (uint32_t i = 0; i < f->count; i++)
    if (!quiet || f->list[i].severity == DLW_ERROR)
      put_fault(p, f, &f->list[i]);
  if (quiet || f->error)
    return;
  uint64_t exports = count_exports(&f->index);
  uint32_t libraries = f->index.library_count - 1;
  dlw_print_name(p, DLW_BOLD, f->path);
  printf(": %u %s, %" PRIu64 " export%s: ", libraries,
         libraries == 1 ? "library" : "libraries", exports,
         exports == 1 ? "" : "s");
  if (f->faults)
    printf("%s%u fault%s%s", dlw_paint(p, DLW_RED), f->faults,
           f->faults == 1 ? "" : "s", dlw_unpaint(p, DLW_RED));
  else
    printf("%sno fault%s", dlw_paint(p, DLW_GREEN), dlw_unpaint(p, DLW_GREEN));
  if (!f->index.in_section)
    fputs(f->index.relocatable ? "" : " (there is no section dlsym.0)", stdout);
  putchar('\n');
}

static void put_json(dlw_json *j, const checked *f) {
  dlw_json_object(j, NULL);
  dlw_json_string(j, "file", f->path);
  dlw_json_bool(j, "welded", f->welded);
  if (f->error)
    dlw_json_string(j, "error", dlw_str_of(f->error));
  if (f->welded) {
    dlw_json_number(j, "libraries", f->index.library_count - 1);
    dlw_json_number(j, "exports", count_exports(&f->index));
    dlw_json_bool(j, "section", f->index.in_section);
    dlw_json_array(j, "found");
    for (uint32_t i = 0; i < f->count; i++) {
      const found *o = &f->list[i];
      dlw_json_object(j, NULL);
      dlw_json_string(j, "severity", dlw_str_of(severity_name(o->severity)));
      dlw_json_string(j, "id", dlw_str_of(o->id));
      if (o->offset)
        dlw_json_number(j, "offset", o->offset);
      if (o->library != DLW_FAULT_MODULE)
        dlw_json_string(j, "library", dlw_welded_title(&f->index, o->library));
      if (o->symbol.n)
        dlw_json_string(j, "symbol", o->symbol);
      dlw_json_string(j, "text", o->text);
      if (o->hint)
        dlw_json_string(j, "hint", dlw_str_of(o->hint));
      dlw_json_end_object(j);
    }
    dlw_json_end_array(j);
  }
  dlw_json_end_object(j);
}

int dlw_tool_verify(int argc, char **argv) {
  bool json = false, quiet = false, fine = true;
  dlw_color color = DLW_COLOR_AUTO;
  dlw_tool_options o = dlw_tool_options_of(&dlw_command_verify, argc, argv);
  for (int id; (id = dlw_tool_options_next(&o)) != DLW_OPTION_END;) {
    if (id == DLW_OPTION_HELP)
      return dlw_print_done(0);
    if (id == DLW_OPTION_WRONG ||
        (id == DLW_OPTION_COLOR_ID && !dlw_tool_color(&o, &color)))
      return 2;
    json |= id == JSON;
    quiet |= id == QUIET;
  }
  if (!o.file_count)
    return dlw_wrong_use(&dlw_command_verify, "no file");
  dlw_print p = dlw_print_to(color);
  dlw_json j = {.lines = 4};
  if (json) {
    dlw_json_object(&j, NULL);
    dlw_json_array(&j, "files");
  }
  for (int i = 0; i < o.file_count; i++) {
    checked f = {.path = dlw_str_of(argv[i]), .printing = !json};
    dlw_ctx_init(&f.cx, on_message, &f);
    fine &= check(&f) && !f.faults;
    if (json)
      put_json(&j, &f);
    else
      put_text(&p, &f, quiet);
    dlw_file_close(&f.file);
    dlw_ctx_done(&f.cx);
  }
  if (json) {
    dlw_json_end_array(&j);
    dlw_json_end_object(&j);
    putchar('\n');
  }
  return dlw_print_done(fine ? 0 : 1);
}
