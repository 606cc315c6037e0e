/* Tables: text in columns. Where the terminal is too narrow the widest columns
   that may be cut off are, as little as will do. */
#include <stdarg.h>
#include <stdlib.h>

#include "print.h"

/* Without a terminal nothing is cut off; but one long name does not push all
   others' columns away. */
#define PADDING 48u
#define NARROWEST 8u
#define GAP 2u

void dlw_table_column(dlw_table *t, dlw_column column) {
  t->columns[t->column_count++] = column;
}

static dlw_cell *cell_at(const dlw_table *t, uint32_t row, uint32_t column) {
  return (dlw_cell *)(void *)t->cells.data +
         ((size_t)row * t->column_count + column);
}

void dlw_table_row(dlw_table *t) {
  dlw_buf_zeros(&t->cells, t->column_count * sizeof(dlw_cell));
  t->row_count++;
}

static void set(dlw_table *t, uint32_t column, size_t start, size_t width) {
  if (!dlw_buf_ok(&t->text) || !dlw_buf_ok(&t->cells))
    return;
  *cell_at(t, t->row_count - 1, column) =
      (dlw_cell){start, (uint32_t)(t->text.size - start), (uint32_t)width};
}

void dlw_table_set(dlw_table *t, uint32_t column, const char *format, ...) {
  char text[128];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  dlw_str s = {text, n < 0 ? 0 : (size_t)n};
  if (s.n >= sizeof text)
    s.n = sizeof text - 1;
  dlw_table_set_name(t, column, s);
}

void dlw_table_set_name(dlw_table *t, uint32_t column, dlw_str name) {
  size_t start = t->text.size;
  dlw_text_name(&t->text, name);
  set(t, column, start, dlw_text_width(name));
}

/* The widths of columns; 0: the column is left out. */
static void measure(const dlw_table *t, const dlw_print *p, bool head,
                    size_t *widths) {
  for (uint32_t c = 0; c < t->column_count; c++) {
    size_t widest = 0;
    for (uint32_t r = 0; r < t->row_count; r++) {
      size_t width = cell_at(t, r, c)->width;
      if (width > widest && (p->width || width <= PADDING))
        widest = width;
      else if (width > widest)
        widest = PADDING;
    }
    size_t title = head ? strlen(t->columns[c].head) : 1;
    if ((widest || t->columns[c].keep_empty) && widest < title)
      widest = title;
    widths[c] = widest;
  }
}

/* Makes columns narrower that shrink at least as readily as `order`, until all
   columns fit. */
static void shrink(const dlw_table *t, size_t room, unsigned order,
                   size_t *widths) {
  for (;;) {
    size_t total = 0, widest = 0, next = NARROWEST;
    uint32_t count = 0;
    for (uint32_t c = 0; c < t->column_count; c++) {
      total += widths[c] ? widths[c] + GAP : 0;
      if (t->columns[c].shrinks >= order && widths[c] > widest)
        widest = widths[c];
    }
    if (total <= room + GAP || widest <= NARROWEST)
      return;
    for (uint32_t c = 0; c < t->column_count; c++)
      if (t->columns[c].shrinks < order)
        continue;
      else if (widths[c] == widest)
        count++;
      else if (widths[c] > next)
        next = widths[c];
    /* All of the widest lose the same, down to the next one. */
    size_t lose = (total - room - GAP + count - 1) / count;
    for (uint32_t c = 0; c < t->column_count; c++)
      if (t->columns[c].shrinks >= order && widths[c] == widest)
        widths[c] = widest - next < lose ? next : widest - lose;
  }
}

/* Prints at most `width` columns of text; the number of columns printed. */
static size_t put_cut(const dlw_print *p, dlw_str text, size_t width) {
  size_t dots = p->utf8 ? 1 : 2, at = 0, end = 0;
  for (size_t i = 0; i < text.n;) {
    size_t next = i + 1;
    while (next < text.n && ((uint8_t)text.p[next] & 0xc0) == 0x80)
      next++;
    size_t w = dlw_text_width((dlw_str){text.p + i, next - i});
    if (at + w + dots > width)
      break;
    at += w;
    end = i = next;
  }
  fwrite(text.p, 1, end, stdout);
  fputs(p->utf8 ? "\u2026" : "..", stdout);
  return at + dots;
}

static void spaces(size_t n) {
  while (n-- > 0)
    putchar(' ');
}

static size_t put_cell(const dlw_print *p, const dlw_column *column,
                       dlw_style style, dlw_str text, size_t width,
                       size_t room) {
  size_t printed = width;
  if (column->right && width < room)
    spaces(room - width);
  fputs(text.n ? dlw_paint(p, style) : "", stdout);
  if (p->width && column->shrinks && width > room)
    printed = put_cut(p, text, room);
  else
    fwrite(text.p, 1, text.n, stdout);
  fputs(text.n ? dlw_unpaint(p, style) : "", stdout);
  return column->right && width < room ? room : printed;
}

static void put_row(const dlw_table *t, const dlw_print *p, unsigned indent,
                    const size_t *widths, const dlw_cell *cells) {
  size_t owed = indent;
  for (uint32_t c = 0; c < t->column_count; c++) {
    const dlw_column *column = &t->columns[c];
    dlw_str text = dlw_str_of(column->head);
    size_t width = text.n;
    if (cells) {
      text = (dlw_str){(const char *)t->text.data + cells[c].text,
                       cells[c].length};
      width = cells[c].width;
    }
    if (!widths[c])
      continue;
    if (!text.n) { /* nothing is printed behind a row's last text */
      owed += widths[c] + GAP;
      continue;
    }
    spaces(owed);
    size_t n = put_cell(p, column, cells ? column->style : DLW_DIM, text, width,
                        widths[c]);
    owed = (n < widths[c] ? widths[c] - n : 0) + GAP;
  }
  putchar('\n');
}

bool dlw_table_print(dlw_table *t, const dlw_print *p, unsigned indent,
                     bool head) {
  size_t widths[DLW_MAX_COLUMNS];
  bool ok = dlw_buf_ok(&t->text) && dlw_buf_ok(&t->cells);
  if (ok) {
    measure(t, p, head, widths);
    for (unsigned order = 2; p->width && order > 0; order--)
      shrink(t, p->width > indent ? p->width - indent : 1, order, widths);
    if (head)
      put_row(t, p, indent, widths, NULL);
    for (uint32_t r = 0; r < t->row_count; r++)
      put_row(t, p, indent, widths, cell_at(t, r, 0));
  }
  dlw_buf_free(&t->text);
  dlw_buf_free(&t->cells);
  t->row_count = 0;
  return ok;
}
