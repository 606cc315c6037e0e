/* What a file of LLVM bitcode says of itself, read without LLVM: who wrote it,
   for which target, and for which kind of link-time optimization. Enough to
   refuse well what LLVM cannot read, or where there is no LLVM. */
#ifndef DLWELD_OBJECT_BITCODE_H
#define DLWELD_OBJECT_BITCODE_H

#include "object/module.h"

/* Strings are of printable ASCII; a byte that is not is '?'. */
typedef struct dlw_bitcode_info {
  dlw_str
      producer;   /* as written: "LLVM22.1.8", "LLVM19.1.5-rust-1.84.0-stable",
                     "zig 0.13.0"; empty before LLVM 3.8 */
  uint32_t epoch; /* of the format; LLVM has had 0 only */
  dlw_str triple; /* target of the first module that has one, or empty */
  uint32_t module_count; /* 0 in a combined index */
  bool has_index;        /* a combined summary of ThinLTO, without code */
  bool thin, full;       /* some module has a summary of that kind */
} dlw_bitcode_info;

/* False, and an error with the offset, where the file is cut off or its blocks
   do not fit together. What is within a module's blocks is not looked at. */
bool dlw_bitcode_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                      dlw_bitcode_info *out);

#endif
