/* The report as JSON (RFC 8259). Fields are only added as long as "version"
   stays; docs/report.md describes them. */
#include <stdio.h>

#include "weld/report-print.h"

#define REPORT_VERSION 1

/* Bytes that are no UTF-8, which names in objects may hold, become U+FFFD. */
static void string(dlw_buf *b, dlw_str s) {
  dlw_buf_u8(b, '"');
  for (size_t i = 0; i < s.n;) {
    unsigned char c = (unsigned char)s.p[i];
    char escape[8];
    size_t n = dlw_print_character(s.p + i, s.n - i);
    if (c == '"' || c == '\\')
      dlw_buf_u8(b, '\\');
    if (!n) {
      dlw_print(b, "\\ufffd");
    } else if (c < 0x20 || c == 0x7f) {
      snprintf(escape, sizeof escape, "\\u%04x", c);
      dlw_print(b, escape);
    } else {
      dlw_buf_bytes(b, s.p + i, n);
    }
    i += n ? n : 1;
  }
  dlw_buf_u8(b, '"');
}

/* `, "name": ` or, first in an object, `"name": `. */
static void field(dlw_buf *b, const char *name) {
  uint8_t last = b->size ? b->data[b->size - 1] : '{';
  dlw_print(b, last == '{' ? "\"" : ", \"");
  dlw_print(b, name);
  dlw_print(b, "\": ");
}

static void field_text(dlw_buf *b, const char *name, dlw_str value) {
  field(b, name);
  string(b, value);
}

static void field_number(dlw_buf *b, const char *name, uint64_t value) {
  field(b, name);
  dlw_print_number(b, value);
}

static void field_bool(dlw_buf *b, const char *name, bool value) {
  field(b, name);
  dlw_print(b, value ? "true" : "false");
}

static void field_list(dlw_buf *b, const char *name, const dlw_list *list) {
  field(b, name);
  dlw_print(b, "[");
  for (uint32_t i = 0; i < list->count; i++) {
    dlw_print(b, i ? ", " : "");
    string(b, list->items[i]);
  }
  dlw_print(b, "]");
}

static void field_owners(const dlw_report *r, dlw_buf *b, const char *name,
                         const uint32_t *numbers, uint32_t count) {
  field(b, name);
  dlw_print(b, "[");
  for (uint32_t i = 0; i < count; i++) {
    dlw_print(b, i ? ", " : "");
    string(b, dlw_report_owner(r, numbers[i]));
  }
  dlw_print(b, "]");
}

static void sizes(dlw_buf *b, const dlw_sizes *s) {
  field(b, "size");
  dlw_print(b, "{");
  for (int i = 0; i < DLW_PARTS; i++)
    field_number(b, dlw_part_names[i], s->parts[i]);
  field_number(b, "total", dlw_sizes_total(s));
  field_number(b, "zero", s->zero);
  field_number(b, "functions", s->functions);
  dlw_print(b, "}");
}

static void exports(const dlw_report *r, dlw_buf *b, uint32_t library) {
  field(b, "symbols");
  dlw_print(b, "[");
  for (uint32_t i = 0; i < r->export_counts[library]; i++) {
    const dlw_report_export *e = &r->exports[library][i];
    bool function = e->kind == DLW_SYM_FUNCTION;
    dlw_print(b, i ? ",\n      {" : "\n      {");
    field_text(b, "name", e->name);
    field_text(b, "kind",
               dlw_str_of(e->absolute ? "absolute"
                          : e->tls    ? "thread-local"
                                      : dlw_report_kind(e->kind)));
    if (e->absolute)
      field_number(b, "value", e->value);
    else if (r->words && !e->missing)
      field_number(b, function ? "slot" : "address", e->value);
    if (function) {
      field(b, "type");
      dlw_buf_u8(b, '"');
      dlw_report_type(b, e->type);
      dlw_buf_u8(b, '"');
    }
    if (!function || e->size)
      field_number(b, "size", e->size);
    dlw_print(b, "}");
  }
  dlw_print(b, r->export_counts[library] ? "\n     ]" : "]");
}

static void library(const dlw_report *r, dlw_buf *b, uint32_t i) {
  static const char *const forms[] = {"fast", "small", "none"};
  const dlw_library *lib = &r->w->libraries[i];
  uint64_t renamed = 0, shared = 0;
  for (uint32_t k = 0; k < lib->name_count; k++) {
    const dlw_name *name = &lib->names[k];
    renamed += name->defined && !dlw_str_eq(name->name, name->target);
    shared += name->defined && dlw_str_eq(name->name, name->target);
  }
  dlw_print(b, i > 1 ? ",\n    {" : "\n    {");
  field_text(b, "soname", lib->soname);
  field_list(b, "files", &lib->files);
  field_list(b, "aliases", &lib->aliases);
  field_owners(r, b, "needed", lib->needed, lib->needed_count);
  field_list(b, "run_paths", &lib->run_paths);
  field_bool(b, "startup", lib->startup);
  field_bool(b, "unload", lib->unload);
  field_text(b, "bind", dlw_str_of(lib->bind_program ? "program" : "self"));
  field_text(b, "index", dlw_str_of(forms[lib->index_form]));
  field_number(b, "objects", lib->input_count);
  field_bool(b, "bitcode", lib->bitcode);
  field_number(b, "exports", lib->export_count);
  field_number(b, "constructors", lib->ctor_count);
  field_number(b, "destructors", lib->dtor_count);
  field_number(b, "renamed", renamed);
  field_number(b, "shared", shared);
  sizes(b, &r->owners[i]);
  exports(r, b, i);
  dlw_print(b, "}");
}

static void others(const dlw_report *r, dlw_buf *b) {
  static const char *const names[] = {"program", "libc", "dlweld", "module"};
  for (uint32_t i = 0; i <= DLW_OWNERS; i++) {
    dlw_print(b, ",\n  \"");
    dlw_print(b, names[i]);
    dlw_print(b, "\": {");
    sizes(b, &r->owners[i ? r->w->library_count + i - 1 : 0]);
    if (!i)
      field_number(b, "exports", r->export_counts[0]);
    if (!i)
      exports(r, b, 0);
    dlw_print(b, "}");
  }
}

static void sections(const dlw_report *r, dlw_buf *b) {
  dlw_print(b, ",\n  \"sections\": [");
  for (uint32_t i = 0; i < r->section_count; i++) {
    const dlw_report_section *s = &r->sections[i];
    dlw_print(b, i ? ",\n    {" : "\n    {");
    field_number(b, "id", s->id);
    field_text(b, "kind", dlw_str_of(dlw_report_section_name(s->id)));
    if (s->id == DLW_SEC_CUSTOM)
      field_text(b, "name", s->name);
    field_number(b, "size", s->size);
    dlw_print(b, "}");
  }
  dlw_print(b, "\n  ]");
}

static void collision(const dlw_report *r, dlw_buf *b, const dlw_collision *x) {
  static const char *const froms[] = {"object", "archive", "libc"};
  field_text(b, "name", x->name);
  field_text(b, "kind", dlw_str_of(dlw_report_kind(x->kind)));
  field(b, "definitions");
  dlw_print(b, "[");
  for (uint32_t i = 0; i < x->use_count;) {
    uint32_t definition = x->uses[i].definition;
    bool first = true;
    dlw_print(b, i ? ",\n       {" : "\n       {");
    field_text(b, "by", dlw_report_definer(r, definition));
    if (definition == 0)
      field_text(b, "from", dlw_str_of(froms[x->from]));
    field(b, "users");
    dlw_print(b, "[");
    for (; i < x->use_count && x->uses[i].definition == definition; i++) {
      if (x->uses[i].user == DLW_NONE)
        continue;
      dlw_print(b, first ? "" : ", ");
      first = false;
      string(b, dlw_report_owner(r, x->uses[i].user));
    }
    dlw_print(b, "]}");
  }
  dlw_print(b, "]");
}

static void names(const dlw_report *r, dlw_buf *b) {
  dlw_print(b, ",\n  \"collisions\": [");
  for (uint32_t i = 0; i < r->collision_count; i++) {
    dlw_print(b, i ? ",\n    {" : "\n    {");
    collision(r, b, &r->collisions[i]);
    dlw_print(b, "}");
  }
  dlw_print(b, r->collision_count ? "\n  ],\n" : "],\n");
  dlw_print(b, "  \"shared\": [");
  for (uint32_t i = 0; i < r->shared_count; i++) {
    const dlw_shared *s = &r->shared[i];
    dlw_print(b, i ? ",\n    {" : "\n    {");
    field_text(b, "name", s->name);
    field_text(b, "kind", dlw_str_of(dlw_report_kind(s->kind)));
    field_text(b, "why", dlw_str_of(dlw_report_why(s->why)));
    field_text(b, "definition", dlw_report_definer(r, s->definition));
    field_owners(r, b, "libraries", s->libraries, s->library_count);
    dlw_print(b, "}");
  }
  dlw_print(b, r->shared_count ? "\n  ]" : "]");
}

static void head(const dlw_report *r, dlw_buf *b) {
  const dlw_weld *w = r->w;
  dlw_print(b, "{\n  \"version\": ");
  dlw_print_number(b, REPORT_VERSION);
  dlw_print(b, ",\n  \"dlweld_version\": ");
  string(b, DLW_STR(DLWELD_VERSION));
  dlw_print(b, ",\n  \"linker\": ");
  if (r->facts->linker)
    dlw_print_number(b, r->facts->linker);
  else
    dlw_print(b, "null");
  dlw_print(b, ",\n  \"output\": ");
  string(b, r->facts->output);
  dlw_print(b, ",\n  \"target\": ");
  string(b, dlw_str_of(w->memory64 ? "wasm64" : "wasm32"));
  dlw_print(b, ",\n  \"relative\": ");
  dlw_print(b, r->relative ? "true" : "false");
  dlw_print(b, ",\n  \"options\": [");
  for (uint32_t i = 0; i < r->facts->options->count; i++) {
    dlw_print(b, i ? ", " : "");
    string(b, r->facts->options->items[i]);
  }
  dlw_print(b, "],\n  \"file_size\": ");
  dlw_print_number(b, r->facts->module.n);
  dlw_print(b, ",\n  \"index_bytes\": ");
  dlw_print_number(b, w->index.image.size);
  dlw_print(b, ",\n  \"renamed_symbols\": ");
  dlw_print_number(b, w->renamed);
  dlw_print(b, ",\n  \"colliding_names\": ");
  dlw_print_number(b, r->collision_count);
  dlw_print(b, ",\n  \"shared_names\": ");
  dlw_print_number(b, r->shared_names);
}

void dlw_report_json(const dlw_report *r, dlw_buf *b) {
  head(r, b);
  dlw_print(b, ",\n  \"libraries\": [");
  for (uint32_t i = 1; i < r->w->library_count; i++)
    library(r, b, i);
  dlw_print(b, r->w->library_count > 1 ? "\n  ]" : "]");
  others(r, b);
  sections(r, b);
  names(r, b);
  /* What differs from run to run, at the end. */
  const dlw_clock *clock = r->facts->clock;
  dlw_print(b, ",\n  \"phases\": [");
  for (uint32_t i = 0; i < clock->count; i++) {
    dlw_print(b, i ? ",\n    {" : "\n    {");
    field_text(b, "name", dlw_str_of(clock->phases[i].name));
    field_number(b, "nanoseconds", clock->phases[i].nanoseconds);
    dlw_print(b, "}");
  }
  dlw_print(b, clock->count ? "\n  ]\n}\n" : "]\n}\n");
}
