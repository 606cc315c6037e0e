/* What the page says of libraries and of names. Long tables are cut off: the
   JSON has all. */
#include <stdlib.h>

#include "weld/report-print.h"

enum {
  MOST_LIBRARIES = 60, /* shown at once */
  MOST_EXPORTS = 6000, /* rows in all */
  LEAST_EXPORTS = 5,   /* of a library, at least, where it has them */
  LIBRARY_EXPORTS = 300,
  MOST_NAMES = 400,   /* colliding ones; shared ones of a reason */
  MOST_LETTERS = 240, /* of what a C++ name means */
  MOST_LISTED = 8,    /* libraries in a cell */
};

static void more(dlw_buf *b, uint64_t n) {
  dlw_print(b, "<p class=\"soft\">and ");
  dlw_html_count(b, n);
  dlw_print(b, " more: see the JSON</p>\n");
}

/* What a C++ name means, and the name itself. */
static void name_cell(const dlw_report *r, dlw_buf *b, dlw_str name) {
  dlw_str meaning = dlw_demangle_with(r->w->cx, r->demangler, name);
  dlw_print(b, "<th scope=\"row\"><code>");
  if (meaning.n) {
    bool cut = meaning.n > MOST_LETTERS;
    dlw_html(b, (dlw_str){meaning.p, cut ? MOST_LETTERS : meaning.n});
    dlw_print(b, cut ? " ...</code><br><code class=\"soft\">"
                     : "</code><br><code class=\"soft\">");
  }
  dlw_html(b, name);
  dlw_print(b, "</code></th>");
}

/* --- Libraries --- */

static void fact(dlw_buf *b, const char *name, const char *text) {
  dlw_print(b, "<dt>");
  dlw_print(b, name);
  dlw_print(b, "</dt><dd>");
  dlw_print(b, text);
  dlw_print(b, "</dd>");
}

static void fact_list(dlw_buf *b, const char *name, const dlw_list *list) {
  if (!list->count)
    return;
  dlw_print(b, "<dt>");
  dlw_print(b, name);
  dlw_print(b, "</dt><dd>");
  for (uint32_t i = 0; i < list->count; i++) {
    dlw_print(b, i ? ", <code>" : "<code>");
    dlw_html(b, list->items[i]);
    dlw_print(b, "</code>");
  }
  dlw_print(b, "</dd>");
}

static void fact_needed(const dlw_report *r, dlw_buf *b,
                        const dlw_library *lib) {
  if (!lib->needed_count)
    return;
  dlw_print(b, "<dt>needs</dt><dd>");
  for (uint32_t i = 0; i < lib->needed_count; i++) {
    dlw_print(b, i ? ", <a href=\"#" : "<a href=\"#");
    dlw_html_anchor(r, b, lib->needed[i]);
    dlw_print(b, "\"><code>");
    dlw_html(b, r->w->libraries[lib->needed[i]].soname);
    dlw_print(b, "</code></a>");
  }
  dlw_print(b, "</dd>");
}

static void fact_count(dlw_buf *b, const char *name, uint64_t n,
                       const char *what) {
  if (!n)
    return;
  dlw_print(b, "<dt>");
  dlw_print(b, name);
  dlw_print(b, "</dt><dd>");
  dlw_html_count(b, n);
  dlw_print(b, what);
  dlw_print(b, "</dd>");
}

static void facts(const dlw_report *r, dlw_buf *b, uint32_t number) {
  const dlw_library *lib = &r->w->libraries[number];
  const dlw_sizes *s = &r->owners[number];
  dlw_print(b, "<dl class=\"facts\">");
  fact_list(b, "files", &lib->files);
  fact_list(b, "also called", &lib->aliases);
  fact_needed(r, b, lib);
  fact_list(b, "run path", &lib->run_paths);
  if (lib->startup)
    fact(b, "startup", "open from the start");
  if (lib->unload)
    fact(b, "unload", "the last dlclose takes it down");
  if (lib->bind_program)
    fact(b, "bind", "the program's definitions first");
  if (lib->index_form != DLW_INDEX_HASHED)
    fact(b, "index",
         lib->index_form == DLW_INDEX_NONE ? "none: dlsym finds nothing"
                                           : "small");
  fact_count(b, "objects", lib->input_count, lib->bitcode ? ", bitcode" : "");
  fact_count(b, "functions", s->functions, "");
  fact_count(b, "constructors", lib->ctor_count, "");
  fact_count(b, "destructors", lib->dtor_count, "");
  dlw_print(b, "<dt>size</dt><dd>");
  bool any = false;
  for (int i = 0; i < DLW_PARTS; i++) {
    if (!s->parts[i])
      continue;
    dlw_print(b, any ? ", " : "");
    dlw_print(b, dlw_part_names[i]);
    dlw_print(b, " ");
    dlw_html_size(b, s->parts[i]);
    any = true;
  }
  if (s->zero) {
    dlw_print(b, any ? "; " : "");
    dlw_html_size(b, s->zero);
    dlw_print(b, " of zeros beside the file");
  }
  dlw_print(b, "</dd></dl>\n");
}

static void export_row(const dlw_report *r, dlw_buf *b,
                       const dlw_report_export *e) {
  bool function = e->kind == DLW_SYM_FUNCTION;
  dlw_print(b, "<tr>");
  name_cell(r, b, e->name);
  dlw_print(b, "<td>");
  dlw_print(b, e->absolute ? "absolute"
               : e->tls    ? "thread-local"
                           : dlw_report_kind(e->kind));
  dlw_print(b, "</td><td class=\"n\">");
  if (e->missing)
    dlw_print(b, "not linked");
  else if (r->words || e->absolute)
    dlw_print_number(b, e->value);
  dlw_print(b, "</td><td>");
  if (function) {
    dlw_buf type = {0};
    dlw_report_type(&type, e->type);
    dlw_print(b, "<code>");
    dlw_html(b, (dlw_str){(const char *)type.data, type.size});
    dlw_print(b, "</code>");
    b->failed |= type.failed;
    dlw_buf_free(&type);
  }
  dlw_print(b, "</td><td class=\"n\">");
  if (e->size)
    dlw_html_size(b, e->size);
  dlw_print(b, "</td></tr>\n");
}

static void export_table(const dlw_report *r, dlw_buf *b, uint32_t number,
                         uint32_t most) {
  uint32_t count = r->export_counts[number];
  if (!count)
    return;
  dlw_print(b,
            "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">"
            "Export</th><th scope=\"col\">kind</th><th scope=\"col\" "
            "class=\"n\">slot or address</th><th scope=\"col\">type</th>"
            "<th scope=\"col\" class=\"n\">size</th></tr></thead>\n<tbody>\n");
  for (uint32_t i = 0; i < count && i < most; i++)
    export_row(r, b, &r->exports[number][i]);
  dlw_print(b, "</tbody></table></div>\n");
  if (count > most)
    more(b, count - most);
}

static void library(const dlw_report *r, dlw_buf *b, uint32_t number,
                    uint32_t most) {
  uint32_t count = r->export_counts[number];
  dlw_print(b, "<details class=\"lib\" id=\"");
  if (number)
    dlw_html_anchor(r, b, number);
  else
    dlw_print(b, "program");
  dlw_print(b, "\"><summary><code>");
  dlw_html(b, dlw_report_owner(r, number));
  dlw_print(b, "</code> <i>");
  dlw_html_size(b, dlw_sizes_total(&r->owners[number]));
  dlw_print(b, ", ");
  dlw_html_count(b, count);
  dlw_print(b, " export");
  dlw_print(b, dlw_html_plural(count));
  dlw_print(b, "</i></summary>\n");
  if (number)
    facts(r, b, number);
  export_table(r, b, number, most);
  dlw_print(b, "</details>\n");
}

void dlw_html_libraries(const dlw_report *r, const uint32_t *order,
                        dlw_buf *b) {
  uint32_t libraries = r->w->library_count - 1, shown = 0;
  uint32_t most = MOST_EXPORTS / (libraries + 1);
  most = most > LIBRARY_EXPORTS ? LIBRARY_EXPORTS
         : most < LEAST_EXPORTS ? LEAST_EXPORTS
                                : most;
  uint32_t first = libraries > MOST_LIBRARIES + 10 ? MOST_LIBRARIES : libraries;
  dlw_print(b, "<section aria-labelledby=\"libraries\">\n<h2 id=\"libraries\">"
               "Libraries</h2>\n<div data-filter=\"Filter libraries\">\n");
  if (r->export_counts[0])
    library(r, b, 0, most);
  for (uint32_t i = 0; i < r->owner_count; i++) {
    if (!order[i] || order[i] > libraries)
      continue;
    if (shown++ == first) {
      dlw_print(b, "<details class=\"more\"><summary>and ");
      dlw_html_count(b, libraries - first);
      dlw_print(b, " more</summary>\n");
    }
    library(r, b, order[i], most);
  }
  dlw_print(b, first < libraries ? "</details>\n</div>\n</section>\n"
                                 : "</div>\n</section>\n");
}

/* --- Collisions --- */

static void definer(const dlw_report *r, dlw_buf *b, const dlw_collision *x,
                    uint32_t definition) {
  if (definition == DLW_BY_LIBRARIES) {
    dlw_print(b, "one of all copies");
  } else if (definition == 0) {
    dlw_print(b, x->from == DLW_FROM_LIBC      ? "C library"
                 : x->from == DLW_FROM_ARCHIVE ? "program (archive)"
                                               : "program");
  } else if (definition == DLW_BY_HOST) {
    dlw_print(b, "host or linker");
  } else {
    dlw_print(b, "<code>");
    dlw_html(b, dlw_report_definer(r, definition));
    dlw_print(b, "</code>");
  }
}

static void definers_cell(const dlw_report *r, dlw_buf *b,
                          const dlw_collision *x) {
  uint32_t n = 0;
  dlw_print(b, "<td class=\"who\">");
  for (uint32_t i = 0; i < x->use_count; i++) {
    if (x->uses[i].user != DLW_NONE)
      continue;
    if (n++ == MOST_LISTED)
      break;
    dlw_print(b, n > 1 ? ", " : "");
    definer(r, b, x, x->uses[i].definition);
  }
  if (x->definition_count > MOST_LISTED) {
    dlw_print(b, " and ");
    dlw_html_count(b, x->definition_count - MOST_LISTED);
    dlw_print(b, " more");
  }
  dlw_print(b, "</td>");
}

/* The users of one definition, `from` on; those that use their own are said in
   one word. */
static uint32_t users(const dlw_report *r, dlw_buf *b, const dlw_collision *x,
                      uint32_t from, bool *others) {
  uint32_t definition = x->uses[from].definition, n = 0, i = from;
  for (; i < x->use_count && x->uses[i].definition == definition; i++) {
    uint32_t user = x->uses[i].user;
    if (user == DLW_NONE || user == definition)
      continue;
    if (!n) {
      dlw_print(b, *others ? "<br>" : "");
      definer(r, b, x, definition);
      dlw_print(b, " → ");
      *others = true;
    }
    if (n < MOST_LISTED) {
      dlw_print(b, n ? ", <code>" : "<code>");
      dlw_html(b, dlw_report_owner(r, user));
      dlw_print(b, "</code>");
    }
    n++;
  }
  if (n > MOST_LISTED) {
    dlw_print(b, " and ");
    dlw_html_count(b, n - MOST_LISTED);
    dlw_print(b, " more");
  }
  return i;
}

static void got_cell(const dlw_report *r, dlw_buf *b, const dlw_collision *x) {
  uint32_t own = 0, first = DLW_NONE;
  for (uint32_t i = 0; i < x->use_count; i++)
    if (x->uses[i].user == x->uses[i].definition && !own++)
      first = x->uses[i].user;
  dlw_print(b, "<td class=\"who\">");
  bool any = own != 0;
  if (own == x->definition_count) {
    dlw_print(b, "each its own");
  } else if (own == 1) {
    dlw_print(b, "<code>");
    dlw_html(b, dlw_report_owner(r, first));
    dlw_print(b, "</code> its own");
  } else if (own) {
    dlw_html_count(b, own);
    dlw_print(b, " their own");
  }
  for (uint32_t i = 0; i < x->use_count;)
    i = users(r, b, x, i, &any);
  dlw_print(b, "</td>");
}

/* Most definitions first. */
static int count_order(const void *a, const void *b) {
  const dlw_collision *const *x = a, *const *y = b;
  if ((*x)->definition_count != (*y)->definition_count)
    return (*x)->definition_count > (*y)->definition_count ? -1 : 1;
  return *x < *y ? -1 : *x > *y;
}

bool dlw_html_collisions(const dlw_report *r, dlw_buf *b) {
  uint32_t count = r->collision_count;
  const dlw_collision **sorted =
      dlw_alloc(r->w->cx, count, sizeof(const dlw_collision *));
  if (!sorted)
    return false;
  for (uint32_t i = 0; i < count; i++)
    sorted[i] = &r->collisions[i];
  if (count)
    qsort(sorted, count, sizeof *sorted, count_order);
  dlw_print(b, "<section aria-labelledby=\"collisions\">\n<h2 "
               "id=\"collisions\">Collisions</h2>\n<p>");
  if (!count) {
    dlw_print(b, "No name of a library is defined anywhere else.</p>\n"
                 "</section>\n");
    return true;
  }
  dlw_html_count(b, count);
  dlw_print(b, count == 1 ? " name is" : " names are");
  dlw_print(b, " defined more than once. In one namespace one definition would "
               "have served all; here each library has its own.</p>\n<div "
               "class=\"scroll\" role=\"region\" tabindex=\"0\" "
               "aria-labelledby=\"collisions\" data-filter=\"Filter names\">"
               "<table class=\"sort\"><caption>The names with most definitions "
               "first</caption><thead><tr><th scope=\"col\">Name</th><th "
               "scope=\"col\">kind</th><th scope=\"col\">defined by</th><th "
               "scope=\"col\">who got which</th></tr></thead>\n<tbody>\n");
  for (uint32_t i = 0; i < count && i < MOST_NAMES; i++) {
    const dlw_collision *x = sorted[i];
    dlw_print(b, "<tr>");
    name_cell(r, b, x->name);
    dlw_print(b, "<td>");
    dlw_print(b, dlw_report_kind(x->kind));
    dlw_print(b, "</td>");
    definers_cell(r, b, x);
    got_cell(r, b, x);
    dlw_print(b, "</tr>\n");
  }
  dlw_print(b, "</tbody></table></div>\n");
  if (count > MOST_NAMES)
    more(b, count - MOST_NAMES);
  dlw_print(b, "</section>\n");
  return true;
}

/* --- Shared --- */

static void shared_row(const dlw_report *r, dlw_buf *b, const dlw_shared *s) {
  dlw_print(b, "<tr>");
  name_cell(r, b, s->name);
  dlw_print(b, "<td>");
  dlw_print(b, dlw_report_kind(s->kind));
  dlw_print(b, "</td><td>");
  if (s->definition == DLW_BY_LIBRARIES)
    dlw_print(b, "one of all copies");
  else if (s->definition == DLW_BY_HOST)
    dlw_print(b, "host or linker");
  else
    dlw_html(b, dlw_report_definer(r, s->definition));
  dlw_print(b, "</td><td class=\"who\">");
  for (uint32_t i = 0; i < s->library_count && i < MOST_LISTED; i++) {
    dlw_print(b, i ? ", <code>" : "<code>");
    dlw_html(b, dlw_report_owner(r, s->libraries[i]));
    dlw_print(b, "</code>");
  }
  if (s->library_count > MOST_LISTED) {
    dlw_print(b, " and ");
    dlw_html_count(b, s->library_count - MOST_LISTED);
    dlw_print(b, " more");
  }
  dlw_print(b, "</td></tr>\n");
}

void dlw_html_shared(const dlw_report *r, dlw_buf *b) {
  dlw_print(b, "<section aria-labelledby=\"shared\">\n<h2 id=\"shared\">Shared"
               "</h2>\n");
  dlw_print(b, r->shared_count
                   ? "<p>What a library defines, and does not have to itself: "
                     "all use one definition.</p>\n"
                   : "<p>Every library has all that it defines to itself.</p>"
                     "\n");
  for (uint32_t i = 0; i < r->shared_count;) {
    uint8_t why = r->shared[i].why;
    uint32_t end = i;
    while (end < r->shared_count && r->shared[end].why == why)
      end++;
    dlw_print(b, "<h3>");
    dlw_print(b, dlw_report_why(why));
    dlw_print(b, "</h3>\n<p>");
    dlw_html(b, dlw_str_of(dlw_report_why_text(why)));
    dlw_print(b, "</p>\n<details><summary>");
    dlw_html_count(b, end - i);
    dlw_print(b, " name");
    dlw_print(b, dlw_html_plural(end - i));
    dlw_print(b, "</summary>\n<div class=\"scroll\"><table class=\"sort\">"
                 "<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">kind"
                 "</th><th scope=\"col\">whose is used</th><th scope=\"col\">"
                 "libraries that define it, too</th></tr></thead>\n<tbody>\n");
    for (uint32_t k = i; k < end && k - i < MOST_NAMES; k++)
      shared_row(r, b, &r->shared[k]);
    dlw_print(b, "</tbody></table></div>\n");
    if (end - i > MOST_NAMES)
      more(b, end - i - MOST_NAMES);
    dlw_print(b, "</details>\n");
    i = end;
  }
  dlw_print(b, "</section>\n");
}
