/* Private to lib/object: what the reader, the editing functions and the writer
   of objects share. */
#ifndef DLWELD_OBJECT_PRIVATE_H
#define DLWELD_OBJECT_PRIVATE_H

#include "object/cursor.h"
#include "object/object.h"
#include "object/sections.h"

/* Subsections of "linking" (Linking.md). */
enum {
  DLW_LINK_SEGMENT_INFO = 5,
  DLW_LINK_INIT_FUNCS = 6,
  DLW_LINK_COMDAT_INFO = 7,
  DLW_LINK_SYMBOL_TABLE = 8,
};

typedef struct dlw_subsection {
  uint8_t type;
  uint8_t size_width;   /* bytes of the size's LEB128 in the input */
  const uint8_t *start; /* the type byte */
  dlw_bytes body;
} dlw_subsection;

/* A symbol taken apart into its definition and a reference. */
typedef struct dlw_split {
  uint32_t symbol; /* the definition */
  uint32_t added;  /* the symbol of the reference */
  uint8_t kind;    /* DLW_EXT_* of the import; DLW_EXT_KINDS: data, no import */
  uint32_t type;   /* function or tag: type index */
  dlw_bytes desc;  /* global or table: its type */
} dlw_split;

/* How symbols use one import, and whether its field has been renamed. */
typedef struct dlw_import_edit {
  uint32_t explicit_names; /* symbols with a name of their own */
  bool changed;
} dlw_import_edit;

/* A section as it will be written. */
typedef struct dlw_piece {
  bool rebuilt;      /* its body is in the scratch buffer: */
  uint8_t width;     /* bytes of its size's LEB128 */
  size_t body, size; /* where, there */
  uint64_t out;      /* offset of its id in the output */
} dlw_piece;

struct dlw_object_edits {
  dlw_subsection *subsections; /* of the linking section, as read */
  uint32_t subsection_count;
  uint32_t input_symbols; /* symbols beyond these were added by splits */
  uint32_t symbol_room;

  uint32_t *imports[DLW_EXT_KINDS]; /* import number by index of that kind */
  uint32_t *comdat_of[DLW_COMDAT_SECTION + 1]; /* group by index */

  uint32_t *relocs_for; /* [section_count]: number of reloc section + 1 */

  bool touched, drop_inits, drop_names;
  bool symbols_changed, comdats_changed, imports_changed, segments_changed;
  /* Made at the first rename of an import; [import_count]. */
  struct dlw_import_edit *import_edits;

  dlw_split *splits;
  uint32_t split_count, split_room;
  uint32_t *split_of; /* [input_symbols]: number of its split + 1, or 0 */
  uint32_t added[DLW_EXT_KINDS]; /* imports to append */

  /* Since dlw_object_layout. */
  dlw_piece *pieces; /* [section_count]; NULL: the input as it is */
  dlw_buf scratch;
};

/* DLW_EXT_* of a function, global, tag or table symbol; DLW_EXT_KINDS for data
   and section symbols. */
static inline uint8_t dlw_symbol_space(uint8_t kind) {
  static const uint8_t spaces[] = {
      [DLW_SYM_FUNCTION] = DLW_EXT_FUNCTION, [DLW_SYM_DATA] = DLW_EXT_KINDS,
      [DLW_SYM_GLOBAL] = DLW_EXT_GLOBAL,     [DLW_SYM_SECTION] = DLW_EXT_KINDS,
      [DLW_SYM_TAG] = DLW_EXT_TAG,           [DLW_SYM_TABLE] = DLW_EXT_TABLE};
  return spaces[kind];
}

/* Whether the symbol's entry (not an import) holds its name. */
static inline bool dlw_symbol_has_name(const dlw_symbol *s) {
  return s->kind != DLW_SYM_SECTION &&
         (s->kind == DLW_SYM_DATA || !(s->flags & DLW_SYM_UNDEFINED) ||
          (s->flags & DLW_SYM_EXPLICIT_NAME));
}

/* Whether a section is one whose contents the linker makes anew. */
bool dlw_section_is_metadata(const dlw_section *s);

/* The pieces of reading, each with a cursor of its own. */
bool dlw_subsection_done(dlw_cursor *c, uint32_t type);
bool dlw_read_symbols(dlw_cursor *c, dlw_object *o);
bool dlw_read_comdats(dlw_cursor *c, dlw_object *o);
void dlw_assign_comdats(dlw_object *o);
bool dlw_read_relocs(dlw_cursor *c, dlw_object *o, uint32_t section);

/* A set of names, to find those that occur twice. Heap; linear. */
typedef struct dlw_name_set {
  dlw_str *slots;
  uint32_t mask;
} dlw_name_set;
bool dlw_name_set_init(dlw_ctx *cx, dlw_name_set *set, uint32_t names);
/* False if it was there already. At most as many as announced. */
bool dlw_name_set_add(dlw_name_set *set, dlw_str name);
void dlw_name_set_done(dlw_name_set *set);

/* Writer, splits: the parts where indices move. */
bool dlw_write_split_section(dlw_ctx *cx, const dlw_object *o, uint32_t section,
                             dlw_buf *out, bool *rebuilt);
void dlw_patch_indices(const dlw_object *o, const dlw_reloc_section *rs,
                       uint8_t *payload);

/* The index in the written object. */
static inline uint32_t dlw_moved_index(const dlw_object *o, unsigned kind,
                                       uint32_t index) {
  return index < o->module.imported[kind] ? index
                                          : index + o->edits->added[kind];
}

/* An unsigned LEB128 of an index in the input, moved, as wide as it was where
   it still fits. Steps `*p` over it. */
void dlw_buf_moved(dlw_buf *out, const dlw_object *o, unsigned kind,
                   const uint8_t **p);

#endif
