/* The report of `report=FILE`: what was welded, what each library takes of the
   finished module, which names collided and who got which, what is shared and
   why, and how long it took. docs/report.md lists the fields. */
#ifndef DLWELD_WELD_REPORT_H
#define DLWELD_WELD_REPORT_H

#include "support/clock.h"
#include "weld/weld.h"

typedef enum dlw_report_form {
  DLW_REPORT_JSON,
  DLW_REPORT_HTML
} dlw_report_form;

/* By the ending of the file's name. False: another one, which is reported. */
bool dlw_report_form_of(dlw_ctx *cx, dlw_str path, dlw_report_form *out);

/* What the weld does not know itself. */
typedef struct dlw_report_facts {
  dlw_bytes module;        /* finished */
  dlw_bytes linked;        /* as the linker made it, with the same functions */
  dlw_str output;          /* its path */
  const dlw_list *options; /* KEY=VALUE, in order */
  unsigned linker;         /* the major version of its LLVM; 0: not known */
  dlw_str runtime;         /* path of the run time's archive */
  const dlw_clock *clock;
} dlw_report_facts;

/* Its text, behind what `out` has. */
bool dlw_weld_report(dlw_weld *w, dlw_report_form form,
                     const dlw_report_facts *facts, dlw_buf *out);

#endif
