/* Private to the report: printing into a buffer. */
#ifndef DLWELD_WELD_REPORT_PRINT_H
#define DLWELD_WELD_REPORT_PRINT_H

#include "weld/report-model.h"

void dlw_print(dlw_buf *b, const char *text);
void dlw_print_number(dlw_buf *b, uint64_t n);

/* Bytes of the character at p, or 0 where no well-formed one begins there. */
size_t dlw_print_character(const char *p, size_t left);

/* For HTML. A name: the special characters as entities, control characters as
   their pictures, what is no UTF-8 as U+FFFD. */
void dlw_html(dlw_buf *b, dlw_str s);
/* 1,234,567 */
void dlw_html_count(dlw_buf *b, uint64_t n);
/* 12.3 KiB */
void dlw_html_size(dlw_buf *b, uint64_t bytes);
/* 12.3 %, or < 0.1 % */
void dlw_html_share(dlw_buf *b, uint64_t part, uint64_t whole);
/* "s" unless it is one. */
const char *dlw_html_plural(uint64_t n);

/* Where a tile or a table leads: the id of the owner's place on the page. */
void dlw_html_anchor(const dlw_report *r, dlw_buf *b, uint32_t owner);

/* Parts of the page. */
void dlw_html_legend(const dlw_report *r, dlw_buf *b);
/* `only`: of the libraries alone. */
bool dlw_html_map(const dlw_report *r, const uint32_t *order, bool only,
                  dlw_buf *b);
void dlw_html_libraries(const dlw_report *r, const uint32_t *order, dlw_buf *b);
bool dlw_html_collisions(const dlw_report *r, dlw_buf *b);
void dlw_html_shared(const dlw_report *r, dlw_buf *b);

extern const char dlw_html_style[], dlw_html_script[];

#endif
