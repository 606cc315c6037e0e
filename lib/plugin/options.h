/* The plugin's options: `--plugin-opt=KEY=VALUE`, lines of `config=FILE`, and
   words of DLWELD_OPTS (load.c), all in one form. docs/usage.md lists the keys.
 */
#ifndef DLWELD_PLUGIN_OPTIONS_H
#define DLWELD_PLUGIN_OPTIONS_H

#include "weld/weldable.h"

typedef struct dlw_options {
  /* In the order given, values not yet looked at: sonames may be used before
     the option that introduces them. */
  struct dlw_option *items; /* arena */
  uint32_t count, capacity;
  dlw_str report;     /* path, or empty */
  bool output_module; /* output=module */
} dlw_options;

/* One `KEY=VALUE`. `where` names the file and line it comes from, or NULL.
   The text must outlive the options. */
bool dlw_options_add(dlw_ctx *cx, dlw_options *options, const dlw_where *where,
                     dlw_str text);

/* Makes the weld that the options describe: first its libraries; then what is
   said of those, and of others that have been added meanwhile. */
bool dlw_options_add_libraries(dlw_options *options, dlw_weld *w);
bool dlw_options_apply(dlw_options *options, dlw_weld *w);

/* The same where a weldable library is made, whose soname is known. */
bool dlw_options_apply_library(dlw_ctx *cx, const dlw_options *options,
                               dlw_weldable *library,
                               dlw_weldable_exports *exports);

/* All of them, each as KEY=VALUE, in order; those of `config=` files, too. */
bool dlw_options_list(dlw_ctx *cx, const dlw_options *options, dlw_list *out);

/* Whether `output=module` is among them. */
bool dlw_options_want_module(const dlw_options *options);

#endif
