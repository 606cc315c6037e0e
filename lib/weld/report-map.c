/* The treemap of the page: whose the file's bytes are, and within each what
   they are. It is laid out here, in boxes whose places are percentages, so that
   the page needs no script: for wide windows, for others and for narrow ones,
   of which style shows one. Labels stand where the narrowest such window has
   room for them; every box has its words as a title, and leads to the details.
 */
#include <stdio.h>

#include "weld/report-print.h"
#include "weld/treemap.h"

/* Pixels. */
typedef struct shape {
  const char *class;
  double width, height; /* laid out for */
  double least;         /* width of the narrowest window */
} shape;

static const shape shapes[] = {{"wide", 1120, 560, 1000},
                               {"medium", 800, 560, 660},
                               {"narrow", 340, 680, 310}};

enum {
  MOST_TILES = 150,
  LEAST_SHARE = 3000, /* one part in so many */
  LETTER = 7,         /* width, on average */
  LINE = 18,          /* height of a label */
};

typedef struct group {
  uint32_t owner; /* or DLW_NONE: several */
  uint32_t count;
  dlw_sizes sizes;
} group;

/* Hundredths of a percent, so that no locale and no rounding of a library's
   printf shows. */
static void percent(dlw_buf *b, const char *name, double part, double whole) {
  char s[48];
  unsigned n = whole > 0 ? (unsigned)(part / whole * 10000 + 0.5) : 0;
  snprintf(s, sizeof s, "%s:%u.%02u%%", name, n / 100, n % 100);
  dlw_print(b, s);
}

static void place(dlw_buf *b, const dlw_tile *t, double width, double height) {
  dlw_print(b, " style=\"");
  percent(b, "left", t->x, width);
  percent(b, ";top", t->y, height);
  percent(b, ";width", t->width, width);
  percent(b, ";height", t->height, height);
  dlw_print(b, "\"");
}

static void group_name(const dlw_report *r, dlw_buf *b, const group *g) {
  if (g->owner != DLW_NONE) {
    dlw_html(b, dlw_report_owner(r, g->owner));
    return;
  }
  dlw_html_count(b, g->count);
  dlw_print(b, " others");
}

static size_t name_length(const dlw_report *r, const group *g) {
  return g->owner == DLW_NONE ? 10 : dlw_report_owner(r, g->owner).n;
}

/* "libfoo.so: 12 KiB, 3.4 % of the file; code 5 KiB, data 7 KiB" */
static void title(const dlw_report *r, dlw_buf *b, const group *g) {
  uint64_t total = dlw_sizes_total(&g->sizes);
  dlw_print(b, " title=\"");
  group_name(r, b, g);
  dlw_print(b, ": ");
  dlw_html_size(b, total);
  dlw_print(b, ", ");
  dlw_html_share(b, total, r->module.input.n);
  dlw_print(b, " of the file");
  for (int i = 0, any = 0; i < DLW_PARTS; i++) {
    if (!g->sizes.parts[i])
      continue;
    dlw_print(b, any++ ? ", " : "; ");
    dlw_print(b, dlw_part_names[i]);
    dlw_print(b, " ");
    dlw_html_size(b, g->sizes.parts[i]);
  }
  dlw_print(b, "\"");
}

/* Parts that there are, the largest first. */
static uint32_t parts_sort(const dlw_sizes *s, uint32_t order[DLW_PARTS],
                           uint64_t sizes[DLW_PARTS]) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < DLW_PARTS; i++) {
    if (!s->parts[i])
      continue;
    uint32_t k = count++;
    for (; k && sizes[k - 1] < s->parts[i]; k--) {
      sizes[k] = sizes[k - 1];
      order[k] = order[k - 1];
    }
    sizes[k] = s->parts[i];
    order[k] = i;
  }
  return count;
}

static void parts_print(const shape *sh, dlw_buf *b, const group *g,
                        const dlw_tile *t, bool label) {
  uint32_t order[DLW_PARTS];
  uint64_t sizes[DLW_PARTS];
  dlw_tile tiles[DLW_PARTS];
  uint32_t count = parts_sort(&g->sizes, order, sizes);
  dlw_tile room = {0, 0, t->width - 2, t->height - 2 - (label ? LINE : 0)};
  double scale = sh->least / sh->width;
  dlw_treemap(sizes, count, room, tiles);
  dlw_print(b, label ? "<span class=\"in low\">" : "<span class=\"in\">");
  for (uint32_t i = 0; i < count; i++) {
    const dlw_tile *p = &tiles[i];
    const char *name = dlw_part_names[order[i]];
    if (p->width * scale < 1.5 || p->height < 1.5)
      continue;
    dlw_print(b, "<span class=\"p ");
    dlw_print(b, name);
    dlw_print(b, "\"");
    place(b, p, room.width, room.height);
    dlw_print(b, ">");
    if (label && p->height >= LINE &&
        p->width * scale >= (double)(strlen(name) * LETTER + 6)) {
      dlw_print(b, name);
      if (p->height >= 2 * LINE && p->width * scale >= 9 * LETTER) {
        dlw_print(b, "<br>");
        dlw_html_size(b, sizes[i]);
      }
    }
    dlw_print(b, "</span>");
  }
  dlw_print(b, "</span>");
}

static void tile_print(const dlw_report *r, const shape *sh, dlw_buf *b,
                       const group *g, const dlw_tile *t) {
  double least = t->width * (sh->least / sh->width);
  size_t length = name_length(r, g);
  /* A cut name is better than none, if it can be told. */
  size_t shown = length < 7 ? length : 7;
  bool label = t->height >= LINE + 2 && least >= (double)(shown * LETTER + 6);
  dlw_print(b, "<a class=\"t\" href=\"#");
  if (g->owner == DLW_NONE)
    dlw_print(b, "sizes");
  else
    dlw_html_anchor(r, b, g->owner);
  dlw_print(b, "\"");
  title(r, b, g);
  place(b, t, sh->width, sh->height);
  dlw_print(b, ">");
  if (label) {
    dlw_print(b, "<b>");
    group_name(r, b, g);
    dlw_print(b, "</b>");
    if (least >= (double)((length + 10) * LETTER)) {
      dlw_print(b, " <i>");
      dlw_html_size(b, dlw_sizes_total(&g->sizes));
      dlw_print(b, "</i>");
    }
  }
  parts_print(sh, b, g, t, label);
  dlw_print(b, "</a>\n");
}

/* The tiles, the largest first: the smallest libraries together. */
static uint32_t groups_make(const dlw_report *r, const uint32_t *order,
                            bool only, group *groups) {
  uint32_t count = 0, libraries = r->w->library_count;
  group rest = {.owner = DLW_NONE};
  uint64_t least = only ? 0 : r->module.input.n / LEAST_SHARE;
  for (uint32_t i = 0; i < r->owner_count; i++) {
    const dlw_sizes *s = &r->owners[order[i]];
    uint64_t total = dlw_sizes_total(s);
    bool library = order[i] && order[i] < libraries;
    if (!total || (only && !library))
      continue;
    if (!library || (count < MOST_TILES && total >= least) ||
        i + 1 == r->owner_count) {
      groups[count++] = (group){order[i], 1, *s};
      continue;
    }
    rest.count++;
    for (int k = 0; k < DLW_PARTS; k++)
      rest.sizes.parts[k] += s->parts[k];
  }
  if (!rest.count)
    return count;
  uint32_t at = count++;
  for (; at &&
         dlw_sizes_total(&groups[at - 1].sizes) < dlw_sizes_total(&rest.sizes);
       at--)
    groups[at] = groups[at - 1];
  groups[at] = rest;
  return count;
}

void dlw_html_legend(const dlw_report *r, dlw_buf *b) {
  dlw_print(b, "<ul class=\"legend\">");
  for (int i = 0; i < DLW_PARTS; i++) {
    uint64_t all = 0;
    for (uint32_t k = 0; k < r->owner_count; k++)
      all += r->owners[k].parts[i];
    if (!all)
      continue;
    dlw_print(b, "<li><span class=\"key ");
    dlw_print(b, dlw_part_names[i]);
    dlw_print(b, "\"></span>");
    dlw_print(b, dlw_part_names[i]);
    dlw_print(b, " <i>");
    dlw_html_size(b, all);
    dlw_print(b, "</i></li>");
  }
  dlw_print(b, "</ul>\n");
}

bool dlw_html_map(const dlw_report *r, const uint32_t *order, bool only,
                  dlw_buf *b) {
  enum { ROOM = MOST_TILES + DLW_OWNERS + 3 };
  dlw_ctx *cx = r->w->cx;
  group *groups = dlw_alloc(cx, ROOM, sizeof *groups);
  uint64_t *sizes = dlw_alloc(cx, ROOM, sizeof *sizes);
  dlw_tile *tiles = dlw_alloc(cx, ROOM, sizeof *tiles);
  if (!groups || !sizes || !tiles)
    return false;
  uint32_t count = groups_make(r, order, only, groups);
  for (uint32_t i = 0; i < count; i++)
    sizes[i] = dlw_sizes_total(&groups[i].sizes);
  for (size_t i = 0; count && i < sizeof shapes / sizeof *shapes; i++) {
    const shape *sh = &shapes[i];
    dlw_treemap(sizes, count, (dlw_tile){0, 0, sh->width, sh->height}, tiles);
    dlw_print(b, "<div class=\"map ");
    dlw_print(b, sh->class);
    dlw_print(b, "\" role=\"group\" aria-label=\"Treemap of ");
    dlw_print(b, only ? "the libraries" : "the file");
    dlw_print(b, "; the table below says the same\">\n");
    for (uint32_t k = 0; k < count; k++)
      tile_print(r, sh, b, &groups[k], &tiles[k]);
    dlw_print(b, "</div>\n");
  }
  return true;
}
