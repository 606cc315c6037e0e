/* The map: what becomes of one module's names. lib/weld writes it for a module
   of a link; `dlweld map` writes it for a library, to be used by the pass when
   the library is compiled (docs/pass.md).

   It is text. Each line is a word and its operands, with one space between; a
   line that is empty or begins with '#' says nothing. In names, a space, a
   control character, '%' and '#' are '%' and two hexadecimal digits. All names
   on the left are those before any change, as an object file has them (not
   with LLVM's \01 or with the prefix of private names). A line for a name that
   the module does not have is passed over, so that one map serves all modules
   of a library. The same line may stand there twice; two that say different
   things of one name are an error (but a name may have many `plain` lines).

     symbol OLD NEW
         definitions and references of OLD are called NEW
     hidden NAME
         a definition of NAME has hidden visibility, and is not exported to
         the host (attribute wasm-export-name)
     weak NAME
         a definition of NAME is weak
     plain OLD NAME
         a definition of OLD is also a weak hidden NAME
     refer OLD NAME
         all that refers to OLD refers to an undefined NAME from now on; a
         definition of OLD is called what its other lines say
     refer-weak OLD NAME
         the same, and the reference is weak
     global OLD NEW
         the local function OLD becomes the hidden global NEW, in no group
     group OLD NEW
         the COMDAT group OLD is called NEW
     section OLD NEW
         what is in section OLD is in section NEW
     constructors drop
         llvm.global_ctors (and what was made of llvm.global_dtors) is taken out
     data SECTION
         variables that are neither constant nor thread-local, and in no section
         of their own, are in that section, whatever their linkage
     constants SECTION
         the same of constants, but for strings, private ones, and those of
         which nobody sees the address
     thread-locals SECTION
         the same of thread-local variables (which become ordinary ones where
         the linker makes code without atomics)
     variables SUFFIX
         in modules for ThinLTO, local variables that the three lines before put
         in a section become hidden globals, with SUFFIX at the end of their
         names, which makes them the only ones of the name in the link
     locals SUFFIX
         local symbols that no `global` line names get SUFFIX at their end
     source SUFFIX
         the module's name of its source file gets SUFFIX at its end

   Local symbols have lines of `global` only: `symbol` and the others mean the
   symbol that other files see. All lines count at once: with `symbol a b` and
   `symbol b a` two symbols change places.

   Before any of these the module is prepared: llvm.global_dtors becomes
   functions register_call_dtors[.PRIORITY] in llvm.global_ctors, each of which
   gives call_dtors[.PRIORITY] to __cxa_atexit, as LLVM's code generator does,
   so that both have names; constructors without a name get one. */
#ifndef DLWELD_LLVM_MAP_H
#define DLWELD_LLVM_MAP_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The first words of lines, in the order of the list above. */
typedef enum dlw_map_word {
  DLW_MAP_SYMBOL,
  DLW_MAP_HIDDEN,
  DLW_MAP_WEAK,
  DLW_MAP_PLAIN,
  DLW_MAP_REFER,
  DLW_MAP_REFER_WEAK,
  DLW_MAP_GLOBAL,
  DLW_MAP_GROUP,
  DLW_MAP_SECTION,
  DLW_MAP_CONSTRUCTORS,
  DLW_MAP_DATA, /* from here on: words of which there is one line at most */
  DLW_MAP_CONSTANTS,
  DLW_MAP_THREAD_LOCALS,
  DLW_MAP_VARIABLES,
  DLW_MAP_LOCALS,
  DLW_MAP_SOURCE,
} dlw_map_word;

/* Names are decoded, and end with a zero, which their lengths do not count. */
typedef struct dlw_map_line {
  dlw_map_word word;
  size_t number;       /* of the line in the text, from 1 */
  const char *name;    /* the first operand */
  size_t name_size;    /* in bytes */
  const char *operand; /* the second, or NULL */
  size_t operand_size; /* in bytes */
} dlw_map_line;

/* Lines in order of word, name and operand, each once. */
typedef struct dlw_llvm_map {
  dlw_map_line *lines;
  size_t count;
  char *names; /* what the lines point into */
  /* The text of another map, or NULL: `symbol` lines for names that the module
     may refer to in functions' inline assembly alone. The caller's. */
  const char *others;
  size_t others_size;
} dlw_llvm_map;

/* Makes a map of text. On failure `*message` is one line of malloc's that says
   "line N: what is wrong", and `out` is empty. */
bool dlw_llvm_map_parse(const char *text, size_t size, dlw_llvm_map *out,
                        char **message);
void dlw_llvm_map_free(dlw_llvm_map *map);

/* The first line of that word for that name, or NULL. Others follow it. */
const dlw_map_line *dlw_llvm_map_find(const dlw_llvm_map *map,
                                      dlw_map_word word, const char *name,
                                      size_t size);

#ifdef __cplusplus
}
#endif

#endif
