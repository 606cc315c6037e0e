/* What the commands print: text for people, in columns as wide as the terminal,
   with colour where it can be seen; and messages.

   Names come from files that come from anywhere. A control character, a byte
   that is not UTF-8 and what turns the direction of writing are printed as
   \n, \x1b, \u202e; a backslash is left alone. */
#ifndef DLWELD_TOOLS_PRINT_H
#define DLWELD_TOOLS_PRINT_H

#include <stdio.h>

#include "support/buf.h"
#include "support/ctx.h"

typedef enum dlw_style {
  DLW_PLAIN,
  DLW_BOLD,   /* what a line is about */
  DLW_DIM,    /* what matters less: heads of columns, types */
  DLW_GREEN,  /* fine */
  DLW_YELLOW, /* take care */
  DLW_RED,    /* wrong */
  DLW_CYAN,   /* names of libraries */
} dlw_style;

typedef enum dlw_color {
  DLW_COLOR_AUTO, /* standard output is a terminal, and NO_COLOR is not set */
  DLW_COLOR_ALWAYS,
  DLW_COLOR_NEVER,
} dlw_color;

typedef struct dlw_print {
  size_t width; /* columns of the terminal; 0: there is none, cut off nothing */
  bool color;
  bool utf8; /* the locale's characters are UTF-8: lines and ellipses, too */
} dlw_print;

/* Of standard output. COLUMNS, if set, says how wide a terminal is. */
dlw_print dlw_print_to(dlw_color color);

/* Everything has been printed: `code`; or, where it cannot be written, 1, with
   a message. The last call of every command. */
int dlw_print_done(int code);

/* Appends a name that can be shown. */
void dlw_text_name(dlw_buf *b, dlw_str name);
/* The columns that it takes, shown so. */
size_t dlw_text_width(dlw_str name);
/* Prints a name to standard output. */
void dlw_print_name(const dlw_print *p, dlw_style style, dlw_str name);
/* The same to any stream, in no colour. */
void dlw_put_name(FILE *to, dlw_str name);

/* Where colour begins and where it ends; "" without colour. */
const char *dlw_paint(const dlw_print *p, dlw_style style);
const char *dlw_unpaint(const dlw_print *p, dlw_style style);

/* A message sink (dlw_ctx_init): "dlweld: error: TEXT" on standard error, in
   order with standard output. */
void dlw_print_message(void *user, dlw_severity severity, const char *text);

/* --- Tables. Cells are added row by row; a row may end early. --- */

typedef struct dlw_column {
  const char *head;
  bool right;      /* numbers */
  uint8_t shrinks; /* 1: it may be cut off where the terminal is too narrow;
                      2: before others are */
  bool keep_empty; /* else a column without any text is left out */
  dlw_style style;
} dlw_column;

#define DLW_MAX_COLUMNS 12

typedef struct dlw_cell {
  size_t text;
  uint32_t length; /* bytes */
  uint32_t width;  /* columns */
} dlw_cell;

typedef struct dlw_table {
  dlw_column columns[DLW_MAX_COLUMNS];
  uint32_t column_count;
  uint32_t row_count;
  dlw_buf text;  /* of all cells */
  dlw_buf cells; /* dlw_cell[row_count][column_count] */
} dlw_table;

/* A zeroed table is empty; columns come first. */
void dlw_table_column(dlw_table *t, dlw_column column);
/* Starts a row, whose cells are empty. */
void dlw_table_row(dlw_table *t);
/* Sets a cell of the last row; `column` is its number. The latter takes a name
   from a file. */
void dlw_table_set(dlw_table *t, uint32_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void dlw_table_set_name(dlw_table *t, uint32_t column, dlw_str name);
/* Prints it, each line behind `indent` spaces, and frees it. False: no memory,
   nothing was printed. */
bool dlw_table_print(dlw_table *t, const dlw_print *p, unsigned indent,
                     bool head);

#endif
