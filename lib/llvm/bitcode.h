/* What dlweld-pass.so does for a link: describes LLVM bitcode as an object, and
   gives its symbols the names that lib/weld decided. The plugin loads the file,
   and the LLVM it needs, only where an input is bitcode (lib/plugin/bitcode.c),
   and calls it in processes of their own, since damaged bitcode may crash LLVM.
   So nothing here is shared with the rest of dlweld but this header. */
#ifndef DLWELD_LLVM_BITCODE_H
#define DLWELD_LLVM_BITCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DLW_BITCODE_ABI 1 /* of this header */

/* What a call makes: bytes, or, if it returned false, a message (one line,
   without the file's name). Both are malloc's and the caller's to free. */
typedef struct dlw_bitcode_result {
  uint8_t *data;
  size_t size;
  char *message;
} dlw_bitcode_result;

typedef struct dlw_bitcode_api {
  uint32_t abi;        /* DLW_BITCODE_ABI */
  uint32_t major;      /* of the LLVM that it was built for */
  const char *version; /* of the LLVM that is loaded: "22.1.8" */

  /* What is called, in place of LLVM's ending the process, where LLVM finds
     that it cannot go on. It must not return. */
  void (*set_fatal)(void (*handler)(const char *message));

  /* Makes a relocatable wasm object that says of a bitcode file (all modules in
     it together) what an object compiled from it would: symbols with kinds,
     flags, types and sizes, undefined ones among them; COMDAT groups; init
     functions; data with its segments, contents and relocations; features. But
     functions' code is `unreachable`, save that of the functions that LLVM
     makes of destructors (resolve.c, destructor_of). Undefined functions that
     are never called by a type of theirs may have any. `name` is for messages
     of LLVM that hold it. */
  bool (*describe)(const uint8_t *data, size_t size, const char *name,
                   dlw_bitcode_result *out);

  /* Writes the bitcode anew with the changes of a map (lib/llvm/map.h), each
     module as the kind it was (ThinLTO, full LTO, without summary), with
     summaries, hashes and symbol tables made anew. */
  bool (*rename)(const uint8_t *data, size_t size, const char *name,
                 const char *map, size_t map_size, dlw_bitcode_result *out);
} dlw_bitcode_api;

/* The one symbol that the plugin looks up. */
#define DLW_BITCODE_SYMBOL "dlweld_bitcode"
typedef const dlw_bitcode_api *dlw_bitcode_entry(void);

#endif
