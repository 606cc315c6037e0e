/* Weldable libraries: what `-shared` makes under the plugin. One relocatable
   object, which holds the library's members, and a custom section "dlweld.0",
   which says what the object alone does not. Definitions have their welded
   names already (names.c), after the section's soname.

   The section's payload is a sequence of subsections like those of "dylink.0":
   type (a byte), size (LEB128), payload. Strings are a length and bytes; a list
   is a count and strings. Subsections of other types are passed over.

     1 soname     string; exactly once
     2 needed     list of the sonames of direct dependencies, in order
     3 exports    list of the names that dlsym finds; where there is no such
                  subsection, all global functions and variables
     4 run path   list of directories to look for dependencies in when the
                  program is linked; $ORIGIN is the library's own
     5 sizes      bytes of the code section's contents and of the data
                  section's, as two LEB128: what they were when the library was
                  made. Tools that take an object for a finished module
                  (wasm-opt) change them. */
#ifndef DLWELD_WELD_WELDABLE_H
#define DLWELD_WELD_WELDABLE_H

#include "weld/weld.h"

#define DLW_WELDABLE_SECTION "dlweld.0"

/* Names are slices of the input, or whatever the caller put there. */
typedef struct dlw_weldable {
  dlw_str soname;
  dlw_list needed, run_paths, exports;
  bool has_exports;
  uint64_t code_size, data_size;
  bool has_sizes;
} dlw_weldable;

/* What decides what a library that is made exports. Lists of names, or where it
   says so of patterns. */
typedef struct dlw_weldable_exports {
  bool named_only;     /* --no-export-dynamic: not by their visibility */
  dlw_list names;      /* besides those of default visibility */
  dlw_list if_defined; /* the same; it is no matter if there is none */
  dlw_list patterns;   /* of export=: with has_patterns they replace all else */
  bool has_patterns;
  dlw_list global, local; /* patterns of version scripts: besides; not those */
} dlw_weldable_exports;

/* Whether a file's bytes, which may be anything, have such a section. */
bool dlw_bytes_are_weldable(dlw_bytes input);
/* Whether they are a weldable library's or a shared module's. */
bool dlw_bytes_are_shared_library(dlw_bytes input);
/* Whether they are an object that a partial link (-r) has welded. */
bool dlw_bytes_are_welded_object(dlw_bytes input);
/* Reads the section of a file that may be anything; `*found` false: it has
   none. False: the section is damaged, or some tool has damaged the library
   since it was made; reported, with how to avoid that. */
bool dlw_weldable_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                       dlw_weldable *out, bool *found);

/* Gives the object's definitions and COMDAT groups, in the model, the names
   back that they have in C. */
void dlw_weldable_restore(dlw_object *o, dlw_str id);

/* Flags of the segments that went into an object, which the linker's -r loses.
 */
typedef struct dlw_segment_notes {
  dlw_map names;
  bool
      incomplete; /* some inputs are bitcode, whose segments nobody knows yet */
} dlw_segment_notes;

/* Makes a weldable library of an object that the linker made with -r, which
   loses flags of segments, which `segments` gives back. Of `library` soname,
   needed and run_paths are written as they are; the rest is filled in. `out` is
   the caller's to free. */
bool dlw_weldable_make(dlw_ctx *cx, const dlw_where *where, dlw_bytes object,
                       dlw_weldable *library,
                       const dlw_weldable_exports *exports,
                       const dlw_segment_notes *segments, dlw_buf *out);

/* Notes the flags of an object's segments, by name. */
bool dlw_weldable_note_segments(dlw_ctx *cx, const dlw_where *where,
                                dlw_bytes object, dlw_segment_notes *segments);

/* An object with references to those of the names that members of the weld's
   program archives define, so that the linker takes the members; and one to the
   table, so that the linker's object has imports, to which others can be added.
   `out` is the caller's to free. */
bool dlw_weldable_pull(dlw_weld *w, const dlw_list *names, dlw_buf *out);

/* The soname of the library that the file is by itself: a weldable one's own; a
   shared module's file name; else what the file's name says. {NULL,0}: no
   memory. */
dlw_str dlw_soname_in_file(dlw_ctx *cx, dlw_str path);

#endif
