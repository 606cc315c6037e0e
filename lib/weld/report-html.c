/* The report as one page of HTML, which needs nothing but itself. */
#include <stdlib.h>

#include "weld/report-print.h"

enum { MOST_ROWS = 100, MOST_OPTIONS = 200 };

static void size_cell(dlw_buf *b, uint64_t bytes) {
  if (!bytes) {
    dlw_print(b, "<td></td>");
    return;
  }
  dlw_print(b, "<td class=\"n\" data-n=\"");
  dlw_print_number(b, bytes);
  dlw_print(b, "\">");
  dlw_html_size(b, bytes);
  dlw_print(b, "</td>");
}

static void card(dlw_buf *b, const char *name) {
  dlw_print(b, "<div><dt>");
  dlw_print(b, name);
  dlw_print(b, "</dt><dd>");
}

static void card_count(dlw_buf *b, const char *name, uint64_t n) {
  card(b, name);
  dlw_html_count(b, n);
  dlw_print(b, "</dd></div>\n");
}

static void card_size(dlw_buf *b, const char *name, uint64_t n) {
  card(b, name);
  dlw_html_size(b, n);
  dlw_print(b, "</dd></div>\n");
}

/* 1.23 s, or 45.6 ms */
static void time_print(dlw_buf *b, uint64_t nanoseconds) {
  bool seconds = nanoseconds >= 1000000000;
  uint64_t tenths = (nanoseconds + 50000) / 100000; /* of a millisecond */
  if (seconds)
    tenths = (nanoseconds + 5000000) / 10000000; /* hundredths of a second */
  uint64_t base = seconds ? 100 : 10;
  dlw_html_count(b, tenths / base);
  dlw_buf_u8(b, '.');
  if (seconds && tenths % base < 10)
    dlw_buf_u8(b, '0');
  dlw_print_number(b, tenths % base);
  dlw_print(b, seconds ? " s" : " ms");
}

static uint64_t time_all(const dlw_clock *clock) {
  uint64_t all = 0;
  for (uint32_t i = 0; i < clock->count; i++)
    all += clock->phases[i].nanoseconds;
  return all;
}

static void head(const dlw_report *r, dlw_buf *b) {
  const dlw_weld *w = r->w;
  dlw_str base = dlw_str_basename(r->facts->output);
  dlw_print(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
               "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
               "content=\"width=device-width,initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
  dlw_html(b, base);
  dlw_print(b, ": link report of dlweld</title>\n<style>\n");
  dlw_print(b, dlw_html_style);
  dlw_print(b, "</style>\n</head>\n<body>\n<header>\n<h1>");
  dlw_html(b, base);
  dlw_print(b,
            "</h1>\n<p class=\"soft\">Link report of dlweld " DLWELD_VERSION);
  dlw_print(b, w->memory64 ? ", wasm64" : ", wasm32");
  if (r->facts->linker) {
    dlw_print(b, ", wasm-ld of LLVM ");
    dlw_print_number(b, r->facts->linker);
  }
  dlw_print(b, "</p>\n<dl class=\"cards\">\n");
  card_size(b, "File", r->module.input.n);
  card_count(b, "Libraries", w->library_count - 1);
  uint64_t exports = 0;
  for (uint32_t i = 1; i < w->library_count; i++)
    exports += r->export_counts[i];
  card_count(b, "Names for dlsym", exports);
  card_count(b, "Isolated definitions", w->renamed);
  card_count(b, "Colliding names", r->collision_count);
  card_count(b, "Shared definitions", r->shared_names);
  card(b, "Time of the link");
  time_print(b, time_all(r->facts->clock));
  dlw_print(b, "</dd></div>\n</dl>\n<nav aria-label=\"Sections of this page\">"
               "<ul><li><a href=\"#size\">Size</a></li><li><a href=\""
               "#libraries\">Libraries</a></li><li><a href=\"#collisions\">"
               "Collisions</a></li><li><a href=\"#shared\">Shared</a></li><li>"
               "<a href=\"#time\">Time</a></li><li><a href=\"#options\">"
               "Options</a></li></ul></nav>\n</header>\n<main>\n");
}

static void owner_row(const dlw_report *r, dlw_buf *b, uint32_t owner,
                      const bool *parts) {
  const dlw_sizes *s = &r->owners[owner];
  bool library = owner && owner < r->w->library_count;
  uint64_t total = dlw_sizes_total(s);
  dlw_print(b, "<tr");
  if (!library) {
    dlw_print(b, " id=\"");
    dlw_html_anchor(r, b, owner);
    dlw_print(b, "\"");
  }
  dlw_print(b, "><th scope=\"row\">");
  if (library) {
    dlw_print(b, "<a href=\"#");
    dlw_html_anchor(r, b, owner);
    dlw_print(b, "\">");
  }
  dlw_print(b, "<code>");
  dlw_html(b, dlw_report_owner(r, owner));
  dlw_print(b, library ? "</code></a></th>" : "</code></th>");
  size_cell(b, total);
  dlw_print(b, "<td class=\"n\">");
  dlw_html_share(b, total, r->module.input.n);
  dlw_print(b, "</td>");
  for (int k = 0; k < DLW_PARTS; k++)
    if (parts[k])
      size_cell(b, s->parts[k]);
  size_cell(b, s->zero);
  dlw_print(b, "</tr>\n");
}

static void sizes_table(const dlw_report *r, dlw_buf *b, const uint32_t *order,
                        uint32_t from, uint32_t to, const bool *parts) {
  dlw_print(
      b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
         "aria-label=\"Sizes\"><table class=\"sort\"><caption>Bytes of "
         "the file, the largest first; zeroed memory: what the "
         "file does not hold of it</caption><thead><tr><th scope=\"col\">Whose"
         "</th><th scope=\"col\" class=\"n\">in the file</th><th "
         "scope=\"col\" class=\"n\">share</th>");
  for (int k = 0; k < DLW_PARTS; k++)
    if (parts[k]) {
      dlw_print(b, "<th scope=\"col\" class=\"n\">");
      dlw_print(b, dlw_part_names[k]);
      dlw_print(b, "</th>");
    }
  dlw_print(b, "<th scope=\"col\" class=\"n\">zeroed memory</th></tr>"
               "</thead>\n<tbody>\n");
  for (uint32_t i = from; i < to; i++)
    owner_row(r, b, order[i], parts);
  dlw_print(b, "</tbody></table></div>\n");
}

static void sections(const dlw_report *r, dlw_buf *b) {
  dlw_print(b, "<details><summary>Sections of the file, in order</summary>\n"
               "<div class=\"scroll\"><table class=\"sort\"><caption>With the "
               "8 bytes of the file's head they add up to its size</caption>"
               "<thead><tr><th scope=\"col\">Section</th><th scope=\"col\" "
               "class=\"n\">size</th><th scope=\"col\" class=\"n\">share</th>"
               "</tr></thead>\n<tbody>\n");
  for (uint32_t i = 0; i < r->section_count; i++) {
    const dlw_report_section *s = &r->sections[i];
    dlw_print(b, "<tr><th scope=\"row\"><code>");
    if (s->id == DLW_SEC_CUSTOM)
      dlw_html(b, s->name);
    else
      dlw_print(b, dlw_report_section_name(s->id));
    dlw_print(b, "</code></th>");
    size_cell(b, s->size);
    dlw_print(b, "<td class=\"n\">");
    dlw_html_share(b, s->size, r->module.input.n);
    dlw_print(b, "</td></tr>\n");
  }
  dlw_print(b, "</tbody></table></div></details>\n");
}

static bool size(const dlw_report *r, const uint32_t *order, dlw_buf *b) {
  bool parts[DLW_PARTS] = {0};
  for (uint32_t i = 0; i < r->owner_count; i++)
    for (int k = 0; k < DLW_PARTS; k++)
      parts[k] |= r->owners[i].parts[k] != 0;
  dlw_print(b, "<section aria-labelledby=\"size\">\n<h2 id=\"size\">Size</h2>"
               "\n<p>Every byte of the file counts once: for a library, for "
               "the program, for the C library, for dlweld (its run time and "
               "the index), or for the module as a whole.</p>\n");
  dlw_html_legend(r, b);
  if (!dlw_html_map(r, order, false, b))
    return false;
  if (r->w->library_count > 2) {
    dlw_print(b, "<h3>The libraries alone</h3>\n");
    if (!dlw_html_map(r, order, true, b))
      return false;
  }
  dlw_print(b, "<h3 id=\"sizes\">By library</h3>\n");
  uint32_t count = r->owner_count;
  uint32_t shown = count > MOST_ROWS + 10 ? MOST_ROWS : count;
  sizes_table(r, b, order, 0, shown, parts);
  if (shown < count) {
    dlw_print(b, "<details><summary>and ");
    dlw_html_count(b, count - shown);
    dlw_print(b, " more</summary>\n");
    sizes_table(r, b, order, shown, count, parts);
    dlw_print(b, "</details>\n");
  }
  sections(r, b);
  dlw_print(b, "</section>\n");
  return true;
}

static void phases(const dlw_report *r, dlw_buf *b) {
  const dlw_clock *clock = r->facts->clock;
  static const struct {
    const char *name, *text;
  } texts[] = {
      {"reading", "inputs of program and libraries"},
      {"bitcode", "LLVM bitcode described and renamed"},
      {"binding", "which definition each name means"},
      {"renaming", "each library's names made its own"},
      {"index", "tables for dlopen and dlsym"},
      {"archive", "objects written for the linker"},
      {"linker", "wasm-ld; where it has started before, what was left of it"},
      {"check", "the finished module against what was meant"},
      {"finish", "what only the link tells filled in"},
  };
  uint64_t all = time_all(clock), most = 1;
  for (uint32_t i = 0; i < clock->count; i++)
    if (clock->phases[i].nanoseconds > most)
      most = clock->phases[i].nanoseconds;
  dlw_print(b, "<section aria-labelledby=\"time\">\n<h2 id=\"time\">Time</h2>\n"
               "<div class=\"scroll\"><table><caption>Wall time by phase; it "
               "differs from run to run</caption><thead><tr><th scope=\"col\">"
               "Phase</th><th scope=\"col\" class=\"n\">time</th><th "
               "scope=\"col\" class=\"bars\"><span class=\"soft\">share</span>"
               "</th></tr></thead>\n<tbody>\n");
  for (uint32_t i = 0; i < clock->count; i++) {
    const dlw_phase *p = &clock->phases[i];
    dlw_print(b, "<tr><th scope=\"row\">");
    dlw_html(b, dlw_str_of(p->name));
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
      if (strcmp(texts[k].name, p->name) == 0) {
        dlw_print(b, "<br><span class=\"soft\">");
        dlw_print(b, texts[k].text);
        dlw_print(b, "</span>");
      }
    dlw_print(b, "</th><td class=\"n\">");
    time_print(b, p->nanoseconds);
    dlw_print(b, "</td><td class=\"bars\"><span class=\"bar\" style=\"width:");
    dlw_print_number(b, p->nanoseconds * 70 / most);
    dlw_print(b, "%\"></span> ");
    dlw_html_share(b, p->nanoseconds, all);
    dlw_print(b, "</td></tr>\n");
  }
  dlw_print(b, "</tbody></table></div>\n</section>\n");
}

static void options(const dlw_report *r, dlw_buf *b) {
  const dlw_list *list = r->facts->options;
  bool many = list->count > 20;
  dlw_print(b, "<section aria-labelledby=\"options\">\n<h2 id=\"options\">"
               "Options</h2>\n");
  if (many) {
    dlw_print(b, "<details><summary>");
    dlw_html_count(b, list->count);
    dlw_print(b, " options</summary>\n");
  }
  dlw_print(b, "<ul class=\"plain\">\n");
  for (uint32_t i = 0; i < list->count && i < MOST_OPTIONS; i++) {
    dlw_print(b, "<li><code>");
    dlw_html(b, list->items[i]);
    dlw_print(b, "</code></li>\n");
  }
  dlw_print(b, "</ul>\n");
  if (list->count > MOST_OPTIONS) {
    dlw_print(b, "<p class=\"soft\">and ");
    dlw_html_count(b, list->count - MOST_OPTIONS);
    dlw_print(b, " more: see the JSON</p>\n");
  }
  dlw_print(b, many ? "</details>\n</section>\n" : "</section>\n");
}

typedef struct ranked {
  uint64_t size;
  uint32_t owner;
} ranked;

static int ranked_order(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->size != y->size)
    return x->size > y->size ? -1 : 1;
  return x->owner < y->owner ? -1 : x->owner > y->owner;
}

bool dlw_report_html(const dlw_report *r, dlw_buf *b) {
  uint32_t *order = dlw_alloc(r->w->cx, r->owner_count, sizeof *order);
  ranked *ranks = dlw_alloc(r->w->cx, r->owner_count, sizeof *ranks);
  if (!order || !ranks)
    return false;
  for (uint32_t i = 0; i < r->owner_count; i++)
    ranks[i] = (ranked){dlw_sizes_total(&r->owners[i]), i};
  qsort(ranks, r->owner_count, sizeof *ranks, ranked_order);
  for (uint32_t i = 0; i < r->owner_count; i++)
    order[i] = ranks[i].owner;
  head(r, b);
  if (!size(r, order, b))
    return false;
  dlw_html_libraries(r, order, b);
  if (!dlw_html_collisions(r, b))
    return false;
  dlw_html_shared(r, b);
  phases(r, b);
  options(r, b);
  dlw_print(b, "</main>\n<script>\n");
  dlw_print(b, dlw_html_script);
  dlw_print(b, "\n</script>\n</body>\n</html>\n");
  return true;
}
