/* The command line as LLVM's option library takes it apart: of all options
   whose name begins the argument the longest that fits wins, so that
   `-export-dynamic` is no `-e xport-dynamic`, and `-exporty` is one; empty
   arguments are passed over; "-" is a file. */
#include "host/cmdline.h"

#include "host/options.h"
#include "host/response.h"

typedef enum kind { FLAG, JOINED, SEPARATE, EITHER } kind;

static const struct option {
  uint8_t dashes, size, kind, option;
  const char *name;
} options[] = {
#define X(dashes, name, kind, option)                                          \
  {dashes, sizeof(name) - 1, kind, DLW_OPT_##option, name},
    DLW_OPTIONS(X)
#undef X
};

bool dlw_cmdline_may_plug(int argc, const char *const *argv) {
  for (int i = 1; i < argc; i++)
    if (argv[i][0] == '@' ||
        (argv[i][0] == '-' && strstr(argv[i], "-plugin") != NULL))
      return true;
  return false;
}

/* The option that `argument` begins with, or NULL. */
static const struct option *option_find(const char *argument) {
  unsigned dashes = argument[1] == '-' ? 2 : 1;
  const char *rest = argument + dashes;
  size_t size = strlen(rest);
  const struct option *best = NULL;
  for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
    const struct option *o = &options[i];
    if (o->name[0] != rest[0] || !(o->dashes & dashes) || o->size > size ||
        (best && best->size >= o->size) ||
        memcmp(o->name, rest, o->size) != 0)
      continue;
    if ((o->kind == FLAG || o->kind == SEPARATE) && o->size != size)
      continue;
    best = o;
  }
  return best;
}

/* Takes argv apart into arguments. */
static bool parse(dlw_ctx *cx, dlw_cmdline *line) {
  line->count = 0;
  line->arguments = dlw_alloc(cx, line->argc, sizeof *line->arguments);
  if (!line->arguments)
    return false;
  for (uint32_t i = 1; i < line->argc; i++) {
    const char *text = line->argv[i];
    if (!*text)
      continue;
    dlw_argument *a = &line->arguments[line->count++];
    *a = (dlw_argument){DLW_OPT_INPUT, text, i, 1};
    if (text[0] != '-' || !text[1])
      continue;
    const struct option *o = option_find(text);
    a->value = NULL;
    if (!o) {
      a->option = DLW_OPT_UNKNOWN;
      continue;
    }
    a->option = o->option;
    const char *joined = text + (text[1] == '-' ? 2 : 1) + o->size;
    if (o->kind == JOINED || (o->kind == EITHER && *joined)) {
      a->value = joined;
    } else if (o->kind != FLAG) {
      /* Without its value it is an error, which the linker reports. */
      if (i + 1 == line->argc) {
        a->option = DLW_OPT_UNKNOWN;
        continue;
      }
      a->value = line->argv[++i];
      a->count = 2;
    }
  }
  return true;
}

/* Notes what one argument says. */
static bool note(dlw_ctx *cx, dlw_cmdline *line, const dlw_argument *a,
                 dlw_option *dynamic) {
  switch (a->option) {
  case DLW_OPT_COLOR:
    line->color = !a->value || strcmp(a->value, "always") == 0 ? DLW_OPT_COLOR
                  : strcmp(a->value, "never") == 0 ? DLW_OPT_NO_COLOR
                                                   : DLW_OPT_OTHER;
    return true;
  case DLW_OPT_NO_COLOR:
    line->color = DLW_OPT_NO_COLOR;
    return true;
  case DLW_OPT_ENTRY:
    line->entry = a->value;
    return true;
  case DLW_OPT_NO_ENTRY:
    line->entry = NULL;
    return true;
  case DLW_OPT_EXPORT:
    return dlw_strings_add(cx, &line->exports, a->value);
  case DLW_OPT_EXPORT_IF_DEFINED:
    return dlw_strings_add(cx, &line->exports_if_defined, a->value);
  case DLW_OPT_UNDEFINED:
    return dlw_strings_add(cx, &line->undefined, a->value);
  case DLW_OPT_WRAP:
    return dlw_strings_add(cx, &line->wraps, a->value);
  case DLW_OPT_LIBRARY_PATH:
    return dlw_strings_add(cx, &line->library_paths, a->value);
  case DLW_OPT_EXPORT_DYNAMIC:
  case DLW_OPT_NO_EXPORT_DYNAMIC:
    *dynamic = a->option;
    return true;
  case DLW_OPT_FATAL_WARNINGS:
  case DLW_OPT_NO_FATAL_WARNINGS:
    line->fatal_warnings = a->option == DLW_OPT_FATAL_WARNINGS;
    return true;
  case DLW_OPT_HELP:
  case DLW_OPT_VERSION:
    line->information = true;
    return true;
  case DLW_OPT_OUTPUT:
    line->output = a->value;
    return true;
  case DLW_OPT_PIE:
  case DLW_OPT_NO_PIE:
    line->pie = a->option == DLW_OPT_PIE;
    return true;
  case DLW_OPT_PLUGIN:
    line->has_plugin = true;
    return true;
  case DLW_OPT_RELOCATABLE:
    line->relocatable = true;
    return true;
  case DLW_OPT_REPRODUCE:
    line->reproduce = true;
    return true;
  case DLW_OPT_SAVE_TEMPS:
    line->save_temps = true;
    return true;
  case DLW_OPT_SHARED:
    line->shared = true;
    return true;
  case DLW_OPT_VERSION_SCRIPT:
    return dlw_strings_add(cx, &line->version_scripts, a->value);
  case DLW_OPT_RPATH:
    return dlw_strings_add(cx, &line->run_paths, a->value);
  case DLW_OPT_SHOW_VERSION:
    line->shows_version = true;
    return true;
  case DLW_OPT_SONAME:
    line->has_soname = true;
    line->soname = a->value;
    return true;
  case DLW_OPT_STRIP_ALL:
    line->strip_all = true;
    return true;
  default:
    return true;
  }
}

/* Expands response files, whose quoting an argument outside of them tells. */
static bool expand(dlw_ctx *cx, dlw_cmdline *line) {
  bool any = false, windows = false;
  for (uint32_t i = 1; i < line->argc; i++)
    any |= line->argv[i][0] == '@';
  if (!any)
    return true;
  for (uint32_t i = 0; i < line->count; i++)
    if (line->arguments[i].option == DLW_OPT_RSP_QUOTING)
      windows = strcmp(line->arguments[i].value, "windows") == 0;
  dlw_strings all = {line->argv + 1, line->argc - 1, line->argc - 1};
  if (!dlw_response_expand(cx, &all, windows))
    return false;
  const char **argv = dlw_alloc(cx, (size_t)all.count + 1, sizeof *argv);
  if (!argv)
    return false;
  argv[0] = line->argv[0];
  for (uint32_t i = 0; i < all.count; i++)
    argv[i + 1] = all.items[i];
  line->argv = argv;
  line->argc = all.count + 1;
  return parse(cx, line);
}

bool dlw_cmdline_read(dlw_ctx *cx, int argc, const char *const *argv,
                      dlw_cmdline *out) {
  *out = (dlw_cmdline){.color = DLW_OPT_OTHER};
  dlw_cmdline *line = out;
  uint32_t skip = 0;
  if (argc > 2 && strcmp(argv[1], "-flavor") == 0) {
    line->flavor = argv[2];
    skip = 2;
  }
  line->argc = (uint32_t)argc - skip;
  line->argv = dlw_alloc(cx, (size_t)line->argc, sizeof *line->argv);
  if (!line->argv)
    return false;
  line->argv[0] = argv[0];
  for (uint32_t i = 1; i < line->argc; i++)
    line->argv[i] = argv[i + skip];
  if (!parse(cx, line) || !expand(cx, line))
    return false;

  static const char unset[] = "";
  dlw_option dynamic = DLW_OPT_OTHER;
  line->entry = unset;
  for (uint32_t i = 0; i < line->count; i++)
    if (!note(cx, line, &line->arguments[i], &dynamic))
      return false;
  line->export_dynamic = dynamic == DLW_OPT_OTHER
                             ? line->shared
                             : dynamic == DLW_OPT_EXPORT_DYNAMIC;
  /* No --entry: the default of what is made. */
  if (line->entry == unset)
    line->entry = line->relocatable ? NULL
                  : line->shared    ? "__wasm_call_ctors"
                                    : "_start";
  return true;
}
