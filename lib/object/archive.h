/* Unix archives: GNU (with `//` long names), BSD (`#1/n` names) and thin ones.
   Formats: LLVM's and GNU ar's, as in docs of llvm-ar and ar(5). */
#ifndef DLWELD_OBJECT_ARCHIVE_H
#define DLWELD_OBJECT_ARCHIVE_H

#include "object/module.h"
#include "support/file.h"

typedef struct dlw_member {
  dlw_str name;
  dlw_bytes data;    /* of a thin archive: empty until its file is opened */
  uint64_t header;   /* offset of its header in the archive */
  uint64_t offset;   /* of data in the archive; 0 for a thin member */
  dlw_str thin_path; /* thin: the member's file, relative to the working
                        directory (the archive's directory put before it) */
} dlw_member;

typedef struct dlw_archive {
  dlw_member *members; /* without symbol tables and name tables */
  uint32_t count;
  bool thin;
} dlw_archive;

/* Decodes an archive. Symbol indexes are skipped, not trusted. */
bool dlw_archive_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                      dlw_archive *out);

/* --- Writing: a GNU archive with symbol index, zero dates and owners, so the
   same members give the same bytes. --- */

typedef struct dlw_archive_input {
  dlw_str name;           /* any bytes but '\n'; may hold '/' */
  size_t size;            /* of the member */
  const dlw_str *symbols; /* what the index says it defines */
  uint32_t symbol_count;
} dlw_archive_input;

typedef struct dlw_archive_layout {
  size_t size;     /* of the whole archive */
  size_t *offsets; /* where each member's data goes; arena */
  /* private to the writer */
  size_t names_size, index_size;
  bool index64;
} dlw_archive_layout;

/* Decides where everything goes. */
bool dlw_archive_plan(dlw_ctx *cx, const dlw_archive_input *inputs,
                      uint32_t count, dlw_archive_layout *out);
/* Writes magic, index, names and member headers into `out` (layout.size
   bytes); the caller fills in each member's data at its offset. */
void dlw_archive_write_frame(const dlw_archive_input *inputs, uint32_t count,
                             const dlw_archive_layout *layout, uint8_t *out);

#endif
