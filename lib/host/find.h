/* Where the real linker is. */
#ifndef DLWELD_HOST_FIND_H
#define DLWELD_HOST_FIND_H

#include "support/ctx.h"

/* Looks, in this order, for
   - the environment's DLWELD_LINKER, a path, or a name on PATH;
   - a program called as we are (`name`, argv[0]) beside us, then on PATH;
   - wasm-ld beside us, then on PATH;
   - wasm-ld-NN on PATH, then /usr/lib/llvm-NN/bin/wasm-ld, newest first;
   always passing over ourselves under any name. `flavored`: a leading
   `-flavor wasm` says what to be, so that any name will do. NULL: there is
   none, which has been reported. */
const char *dlw_find_linker(dlw_ctx *cx, const char *name, bool flavored);

/* What the real linker must get as argv[0]: `name`, or "wasm-ld" where lld
   could not tell from `name` which linker it is to be. */
const char *dlw_find_argv0(const char *name);

/* Whether a program called `name` is a WebAssembly linker to lld. */
bool dlw_find_is_wasm(const char *name);

#endif
