/* The report: what was welded, as JSON. */
#include <inttypes.h>
#include <stdio.h>

#include "weld/report.h"

static void text(dlw_buf *b, const char *s) { dlw_buf_bytes(b, s, strlen(s)); }

static void number(dlw_buf *b, uint64_t n) {
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRIu64, n);
  text(b, digits);
}

static void string(dlw_buf *b, dlw_str s) {
  dlw_buf_u8(b, '"');
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    char escape[8];
    if (c == '"' || c == '\\')
      dlw_buf_u8(b, '\\');
    if (c < 0x20) {
      snprintf(escape, sizeof escape, "\\u%04x", c);
      text(b, escape);
    } else {
      dlw_buf_u8(b, c);
    }
  }
  dlw_buf_u8(b, '"');
}

static void strings(dlw_buf *b, const dlw_list *list) {
  text(b, "[");
  for (uint32_t i = 0; i < list->count; i++) {
    text(b, i ? ", " : "");
    string(b, list->items[i]);
  }
  text(b, "]");
}

/* Names that more than one library, or a library and the program, define. */
static uint64_t collisions(dlw_weld *w) {
  dlw_map seen = {0};
  uint64_t count = 0;
  for (uint32_t i = 0; i < w->program.count; i++) {
    dlw_map_entry *e;
    if (!w->program.symbols[i].own)
      continue;
    e = dlw_map_put(w->cx, &seen, w->program.symbols[i].name, NULL);
    if (e)
      e->value = 1;
  }
  for (uint32_t i = 1; i < w->library_count; i++)
    for (uint32_t k = 0; k < w->libraries[i].name_count; k++) {
      const dlw_name *name = &w->libraries[i].names[k];
      if (!name->defined || name->bound == DLW_BOUND_MERGED)
        continue;
      dlw_map_entry *e = dlw_map_put(w->cx, &seen, name->name, NULL);
      if (e && ++e->value == 2)
        count++;
    }
  return count;
}

bool dlw_report_form_of(dlw_ctx *cx, dlw_str path, dlw_report_form *out) {
  *out = dlw_str_ends(path, DLW_STR(".html")) ? DLW_REPORT_HTML
                                              : DLW_REPORT_JSON;
  return *out == DLW_REPORT_HTML || dlw_str_ends(path, DLW_STR(".json")) ||
         dlw_error(cx, NULL,
                   "report=%.*s: the name must end in .json or .html, which "
                   "says what is written",
                   DLW_FMT(path));
}

bool dlw_weld_report(dlw_weld *w, dlw_report_form form,
                     const dlw_report_facts *facts, dlw_buf *out) {
  (void)form;
  (void)facts;
  text(out, "{\n  \"libraries\": [");
  for (uint32_t i = 1; i < w->library_count; i++) {
    const dlw_library *lib = &w->libraries[i];
    uint64_t renamed = 0, shared = 0;
    for (uint32_t k = 0; k < lib->name_count; k++) {
      const dlw_name *name = &lib->names[k];
      renamed += name->defined && !dlw_str_eq(name->name, name->target);
      shared += name->defined && dlw_str_eq(name->name, name->target);
    }
    text(out, i > 1 ? ",\n    {" : "\n    {");
    text(out, "\"soname\": ");
    string(out, lib->soname);
    text(out, ", \"files\": ");
    strings(out, &lib->files);
    text(out, ", \"aliases\": ");
    strings(out, &lib->aliases);
    text(out, ", \"needed\": ");
    strings(out, &lib->needed_names);
    text(out, ", \"objects\": ");
    number(out, lib->input_count);
    text(out, ", \"exports\": ");
    number(out, lib->export_count);
    text(out, ", \"constructors\": ");
    number(out, lib->ctor_count);
    text(out, ", \"renamed\": ");
    number(out, renamed);
    text(out, ", \"shared\": ");
    number(out, shared);
    text(out, "}");
  }
  text(out, "\n  ],\n  \"renamed_symbols\": ");
  number(out, w->renamed);
  text(out, ",\n  \"colliding_names\": ");
  number(out, collisions(w));
  text(out, ",\n  \"index_bytes\": ");
  number(out, w->index.image.size);
  text(out, "\n}\n");
  return dlw_buf_ok(out) || dlw_out_of_memory(w->cx);
}
