/* dlweld ls --json. */
#include "json.h"
#include "seen.h"

static void put_names(dlw_json *j, const char *key, const dlw_list *list) {
  dlw_json_array(j, key);
  for (uint32_t i = 0; i < list->count; i++)
    dlw_json_string(j, NULL, list->items[i]);
  dlw_json_end_array(j);
}

static void put_exports(dlw_json *j, const dlw_seen_library *lib) {
  unsigned lines = j->lines;
  j->lines = j->depth + 1; /* a line each */
  dlw_json_array(j, "symbols");
  for (uint32_t i = 0; i < lib->export_count; i++) {
    const dlw_seen_export *e = &lib->exports[i];
    dlw_json_object(j, NULL);
    dlw_json_string(j, "name", e->name);
    dlw_json_string(j, "kind", dlw_str_of(dlw_seen_kind_name(e->kind)));
    dlw_json_end_object(j);
  }
  dlw_json_end_array(j);
  j->lines = lines;
}

static void put_library(dlw_json *j, const dlw_seen_library *lib, bool list) {
  const struct {
    const char *key;
    bool value;
  } flags[] = {{"program", (lib->flags & DLW_LIBRARY_PROGRAM) != 0},
               {"startup", (lib->flags & DLW_LIBRARY_STARTUP) != 0},
               {"unload", (lib->flags & DLW_LIBRARY_UNLOAD) != 0},
               {"constructors", lib->init},
               {"destructors", lib->fini}};
  unsigned lines = j->lines;
  if (!list)
    j->lines = j->depth; /* all of it is one line */
  dlw_json_object(j, NULL);
  dlw_json_string(j, "soname", lib->soname);
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    dlw_json_bool(j, flags[i].key, flags[i].value);
  dlw_json_string(j, "index",
                  lib->flags & DLW_LIBRARY_NO_SYMBOLS ? DLW_STR("none")
                  : lib->flags & DLW_LIBRARY_SMALL    ? DLW_STR("small")
                                                      : DLW_STR("fast"));
  if (lib->has_code)
    dlw_json_number(j, "code", lib->code);
  if (lib->has_data) {
    dlw_json_object(j, "data");
    dlw_json_number(j, "constants", lib->data.constant);
    dlw_json_number(j, "data", lib->data.data);
    dlw_json_number(j, "zeros", lib->data.zero);
    dlw_json_number(j, "tls", lib->data.tls);
    dlw_json_end_object(j);
  }
  put_names(j, "needed", &lib->needed);
  put_names(j, "aliases", &lib->aliases);
  put_names(j, "run_paths", &lib->run_paths);
  dlw_json_number(j, "exports", lib->export_count);
  if (list)
    put_exports(j, lib);
  dlw_json_end_object(j);
  j->lines = lines;
}

static void put_members(dlw_json *j, const dlw_archive *archive) {
  unsigned lines = j->lines;
  j->lines = j->depth + 1;
  dlw_json_array(j, "members");
  for (uint32_t i = 0; i < archive->count; i++) {
    const dlw_member *member = &archive->members[i];
    dlw_json_object(j, NULL);
    dlw_json_string(j, "name", member->name);
    if (!archive->thin)
      dlw_json_string(j, "kind",
                      dlw_str_of(dlw_kind_name(dlw_kind_of(member->data))));
    dlw_json_end_object(j);
  }
  dlw_json_end_array(j);
  j->lines = lines;
}

static void put_index(dlw_json *j, const dlw_welded *x) {
  dlw_json_object(j, "index");
  dlw_json_number(j, "version", x->version);
  dlw_json_number(j, "size", x->bytes.n);
  dlw_json_bool(j, "section", x->in_section);
  dlw_json_bool(j, "relative", x->relative);
  dlw_json_bool(j, "relocatable", x->relocatable);
  dlw_json_end_object(j);
}

void dlw_ls_json(dlw_json *j, const dlw_seen *s, bool list) {
  bool archive =
      s->format == DLW_KIND_ARCHIVE || s->format == DLW_KIND_THIN_ARCHIVE;
  dlw_json_object(j, NULL);
  dlw_json_string(j, "file", s->path);
  if (!s->ok) {
    dlw_json_string(j, "error",
                    dlw_str_of(s->error ? s->error : "out of memory"));
    dlw_json_end_object(j);
    return;
  }
  dlw_json_string(j, "kind", dlw_str_of(dlw_seen_name(s)));
  if (s->has_module)
    dlw_json_bool(j, "memory64", s->module.memory64);
  if (s->kind == DLW_SEEN_WELDED)
    put_index(j, &s->welded);
  if (archive)
    put_members(j, &s->archive);
  if (s->format == DLW_KIND_BITCODE) {
    dlw_json_string(j, "producer", s->bitcode.producer);
    dlw_json_string(j, "target", s->bitcode.triple);
    dlw_json_string(j, "lto",
                    s->bitcode.thin   ? DLW_STR("thin")
                    : s->bitcode.full ? DLW_STR("full")
                                      : DLW_STR("none"));
  }
  if (s->library_count) {
    dlw_json_array(j, "libraries");
    for (uint32_t i = 0; i < s->library_count; i++)
      put_library(j, &s->libraries[i], list);
    dlw_json_end_array(j);
  }
  dlw_json_end_object(j);
}
