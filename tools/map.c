/* dlweld map: the names that a library's definitions have once it is isolated,
   as a map (lib/llvm/map.h) for the pass that compiles it (docs/pass.md). What
   a library defines is found out as a weld does, and so are the names. */
#include "plugin/bitcode.h"
#include "plugin/llvm.h"
#include "support/file.h"
#include "tools.h"
#include "weld/weld.h"

enum { KEEP = 1, OUTPUT };

static const dlw_tool_option options[] = {
    {KEEP, 0, "keep", "GLOB",
     "names that match stay what they are; may be repeated"},
    {OUTPUT, 'o', "output", "FILE", "write there, not to standard output"},
    {0},
};

const dlw_command dlw_command_map = {
    .name = "map",
    .summary = "write the map by which the pass isolates a library",
    .usage = "[OPTION]... SONAME FILE...",
    .text =
        "Writes a map for the pass dlweld-rename: all that the library defines "
        "in\nobjects, archives or bitcode gets its name in a library SONAME.\n",
    .options = options,
};

/* A map being written, and the groups and sections that it has already. */
typedef struct map {
  dlw_weld *w;
  dlw_library *lib;
  dlw_list keep;
  bool *kept; /* of each pattern: it matched something */
  dlw_map groups, sections;
  dlw_buf text;
} map;

static void put_name(dlw_buf *b, dlw_str name) {
  static const char digits[] = "0123456789abcdef";
  dlw_buf_u8(b, ' ');
  for (size_t i = 0; i < name.n; i++) {
    unsigned char c = (unsigned char)name.p[i];
    bool plain = c > ' ' && c != '%' && c != '#' && c != 0x7f;
    dlw_buf_u8(b, plain ? c : '%');
    if (!plain)
      dlw_buf_u8(b, (uint8_t)digits[c >> 4]);
    if (!plain)
      dlw_buf_u8(b, (uint8_t)digits[c & 15]);
  }
}

static void put_line(map *m, const char *word, dlw_str name, dlw_str to) {
  dlw_buf_bytes(&m->text, word, strlen(word));
  put_name(&m->text, name);
  if (to.p)
    put_name(&m->text, to);
  dlw_buf_u8(&m->text, '\n');
}

/* Looks at all patterns, to know which match nothing. */
static bool is_kept(const map *m, dlw_str name) {
  bool kept = false;
  for (uint32_t i = 0; i < m->keep.count; i++)
    if (dlw_str_glob(m->keep.items[i], name))
      kept = m->kept[i] = true;
  return kept || dlw_name_is_linkers(name) || dlw_name_is_entry(name);
}

static void warn_unmatched(const map *m) {
  for (uint32_t i = 0; i < m->keep.count; i++)
    if (!m->kept[i])
      dlw_warning(m->w->cx, NULL, "--keep=%.*s matches nothing that %.*s has",
                  DLW_FMT(m->keep.items[i]), DLW_FMT(m->lib->soname));
}

/* A kept name stands in the map, too: the pass may know the library's name, and
   give it to all definitions that the map has no line for. */
static bool put_symbol(map *m, const dlw_name *name) {
  dlw_str to = name->name;
  if (!is_kept(m, to) &&
      !(dlw_name_is_rtti(to) && dlw_name_is_vague(m->w, name))) {
    if (!dlw_welded_name(m->w->cx, m->lib, to, &to))
      return false;
    put_line(m, "hidden", name->name, (dlw_str){0});
  }
  put_line(m, "symbol", name->name, to);
  return true;
}

static bool put_groups(map *m, const dlw_object *o) {
  for (uint32_t i = 0; i < o->comdat_count; i++) {
    dlw_str name = o->comdats[i].name, to = name;
    bool added;
    if (!dlw_map_put(m->w->cx, &m->groups, name, &added))
      return false;
    if (added && !dlw_name_is_rtti(name) && !is_kept(m, name) &&
        !dlw_welded_name(m->w->cx, m->lib, name, &to))
      return false;
    if (added)
      put_line(m, "group", name, to);
  }
  return true;
}

/* The linker's names for where a section begins and ends go with it. */
static bool put_section(map *m, dlw_str name) {
  static const char *const heads[] = {"__start_", "__stop_"};
  dlw_ctx *cx = m->w->cx;
  dlw_str to = dlw_section_name(cx, m->lib, name);
  if (!to.p)
    return false;
  put_line(m, "section", name, to);
  for (size_t i = 0; i < 2; i++) {
    dlw_str old = dlw_sprintf(cx, "%s%.*s", heads[i], DLW_FMT(name));
    dlw_str new = dlw_sprintf(cx, "%s%.*s", heads[i], DLW_FMT(to));
    if (!old.p || !new.p)
      return false;
    const dlw_map_entry *e = dlw_map_get(&m->lib->map, old);
    if (!e || !m->lib->names[e->value].defined)
      put_line(m, "symbol", old, new);
  }
  return true;
}

static bool put_sections(map *m, const dlw_object *o) {
  for (uint32_t i = 0; i < o->module.segment_count; i++) {
    dlw_str name = o->segment_infos[i].name;
    bool added;
    if (!dlw_name_is_c(name) || is_kept(m, name))
      continue;
    if (!dlw_map_put(m->w->cx, &m->sections, name, &added) ||
        (added && !put_section(m, name)))
      return false;
  }
  return true;
}

static bool make(map *m) {
  dlw_weld *w = m->w;
  if (!dlw_weld_read(w) || !dlw_weld_describe(w))
    return false;
  m->lib = &w->libraries[1];
  m->kept = dlw_alloc(w->cx, m->keep.count, sizeof *m->kept);
  if (!m->kept || !dlw_weld_names(w, m->lib))
    return false;
  for (uint32_t i = 0; i < m->lib->name_count; i++)
    if (m->lib->names[i].defined && !put_symbol(m, &m->lib->names[i]))
      return false;
  for (uint32_t i = 0; i < m->lib->input_count; i++) {
    const dlw_object *o = &w->inputs[m->lib->first_input + i].object;
    if (!put_groups(m, o) || !put_sections(m, o))
      return false;
  }
  warn_unmatched(m);
  return dlw_buf_ok(&m->text) || dlw_out_of_memory(w->cx);
}

static bool write_map(map *m, const char *output) {
  if (output)
    return dlw_file_replace(m->w->cx, dlw_str_of(output), m->text.data,
                            m->text.size, 0666);
  fwrite(m->text.data, 1, m->text.size, stdout);
  return dlw_print_done(0) == 0;
}

/* Reads options into `m`: 0 or an exit code, or DLW_OPTION_HELP. */
static int read_options(dlw_tool_options *o, map *m, const char **output) {
  for (int id; (id = dlw_tool_options_next(o)) != DLW_OPTION_END;) {
    if (id == DLW_OPTION_HELP)
      return id;
    if (id == DLW_OPTION_WRONG)
      return 2;
    if (id == OUTPUT && !*o->value)
      return dlw_wrong_use(&dlw_command_map, "-o: no file");
    if (id == OUTPUT)
      *output = o->value;
    else if (!dlw_list_add(m->w->cx, &m->keep, dlw_str_of(o->value)))
      return 1;
  }
  return 0;
}

static int run(map *m, int argc, char **argv) {
  const char *output = NULL;
  dlw_tool_options o = dlw_tool_options_of(&dlw_command_map, argc, argv);
  int code = read_options(&o, m, &output);
  if (code)
    return code == DLW_OPTION_HELP ? dlw_print_done(0) : code;
  if (o.file_count < 2)
    return dlw_wrong_use(&dlw_command_map, "no %s",
                         o.file_count ? "file" : "soname");
  dlw_str soname = dlw_str_of(argv[0]);
  if (!dlw_name_is_soname(soname))
    return dlw_wrong_use(&dlw_command_map, "'%s' is no soname", argv[0]);
  dlw_library *lib;
  if (!dlw_weld_library(m->w, DLW_STR("program")) ||
      !(lib = dlw_weld_library(m->w, soname)))
    return 1;
  for (int i = 1; i < o.file_count; i++)
    if (!dlw_list_add(m->w->cx, &lib->files, dlw_str_of(argv[i])))
      return 1;
  return make(m) && write_map(m, output) ? 0 : 1;
}

int dlw_tool_map(int argc, char **argv) {
  dlw_ctx cx;
  dlw_weld w;
  dlw_ctx_init(&cx, dlw_print_message, NULL);
  dlw_weld_init(&w, &cx);
  dlw_llvm_init(NULL);
  w.bitcode_run = dlw_bitcode_process;
  map m = {.w = &w};
  int code = run(&m, argc, argv);
  dlw_buf_free(&m.text);
  dlw_weld_done(&w);
  dlw_bitcode_done();
  dlw_ctx_done(&cx);
  return code;
}
