/* The map: what becomes of one module's names. lib/weld writes it for a module
   of a link; `dlweld map` writes it for a library, to be used by the pass when
   the library is compiled (docs/pass.md).

   It is text. Each line is a word and its operands, with one space between; a
   line that is empty or begins with '#' says nothing. In names, a space, a
   control character, '%' and '#' are '%' and two hexadecimal digits. All names
   on the left are those before any change, as an object file has them (not
   with LLVM's \01 or with the prefix of private names). A line for a name that
   the module does not have is passed over, so that one map serves all modules
   of a library.

     symbol OLD NEW        definitions and references of OLD are called NEW
     hidden NAME           a definition of NAME has hidden visibility, and is
   not exported to the host (attribute wasm-export-name) weak NAME             a
   definition of NAME is weak plain OLD NAME        a definition of OLD is also
   a weak hidden NAME refer OLD NAME        all that refers to the definition of
   OLD refers to an undefined NAME from now on, the definition itself is called
   what its other lines say refer-weak OLD NAME   the same, and the reference is
   weak global OLD NEW        the local function OLD becomes the hidden global
   NEW group OLD NEW         the COMDAT group OLD is called NEW section OLD NEW
   what is in section OLD is in section NEW constructors drop llvm.global_ctors
   (and what was made of llvm.global_dtors) is taken out

   Before any of these the module is prepared: llvm.global_dtors becomes
   functions register_call_dtors[.PRIORITY] in llvm.global_ctors, each of which
   gives call_dtors[.PRIORITY] to __cxa_atexit, as LLVM's code generator does,
   so that both have names; constructors without a name get one. */
#ifndef DLWELD_LLVM_MAP_H
#define DLWELD_LLVM_MAP_H

#endif
