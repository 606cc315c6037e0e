/* What index.c and index-object.c share. */
#ifndef DLWELD_WELD_INDEX_H
#define DLWELD_WELD_INDEX_H

#include "index/decode.h"
#include "index/welded.h"
#include "weld/weld.h"

/* Wraps the image in a relocatable object (w->index.object), and gives each
   word the symbol it refers to. */
bool dlw_index_object(dlw_weld *w);

/* The name by which dlsym finds what the objects call that; `names`: all those
   of the same library, or of the program. */
dlw_str dlw_name_for_dlsym(const dlw_map *names, dlw_str name);

/* The linker name that a word of the index refers to. */
dlw_str dlw_index_target(dlw_weld *w, const dlw_index_word *word);

/* The encoded type of the function that a word of an export refers to; empty
   where it is not known. False: reported. */
bool dlw_index_type(dlw_weld *w, const dlw_index_word *word, dlw_bytes *out);

#endif
