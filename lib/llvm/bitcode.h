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

#define DLW_BITCODE_ABI 2 /* of this header */

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
     functions; data with its segments, contents and relocations; features.
     `name` is for messages of LLVM that hold it. What differs from a compiled
     object (test/llvm/describe-*.test compare them):
     - The code of functions is `unreachable`, in one of them after loads of
       undefined thread-local variables; save that of the functions that LLVM
       makes of destructors (resolve.c, destructor_of). So nothing that only
       the code generator brings in is there: __stack_pointer, __tls_base,
       __memory_base, __table_base, __indirect_function_table; its library
       calls (memcpy, __multi3, __addtf3); of exceptions __cpp_exception,
       _Unwind_CallPersonality, __wasm_lpad_context and tables; of setjmp
       __c_longjmp, __wasm_setjmp, __wasm_setjmp_test, __wasm_longjmp; nor
       what only assembly within functions refers to.
     - In their place there is what the source speaks of: the personality
       __gxx_wasm_personality_v0, setjmp and longjmp, of catch blocks that are
       left out without -fwasm-exceptions __cxa_begin_catch and the like. All
       that a module declares is undefined in it, as in its symbol table.
     - Undefined functions declared without a prototype have the type of a
       call, or if there is none take nothing.
     - Local data that code alone refers to (strings) has segments, but no
       symbols if it is private. Of labels' addresses only the size is right.
     - Features are those of the functions and of LLVM's default, which
       wasm-ld compiles for; -shared-mem may be missing. Thread-local variables
       of a module without any function are taken for common ones, as they are
       in ThinLTO.
     - There is no debug information. */
  bool (*describe)(const uint8_t *data, size_t size, const char *name,
                   dlw_bitcode_result *out);

  /* Writes the bitcode anew with the changes of a map (lib/llvm/map.h), and, of
     what functions' inline assembly alone refers to, which describe does not
     tell, with those of another map, `others` (or NULL); each
     module as the kind it was (ThinLTO, full LTO, without summary), with
     summaries, hashes and symbol tables made anew. */
  bool (*rename)(const uint8_t *data, size_t size, const char *name,
                 const char *map, size_t map_size, const char *others,
                 size_t others_size, dlw_bitcode_result *out);
} dlw_bitcode_api;

/* The one symbol that the plugin looks up. */
#define DLW_BITCODE_SYMBOL "dlweld_bitcode"
typedef const dlw_bitcode_api *dlw_bitcode_entry(void);

#endif
