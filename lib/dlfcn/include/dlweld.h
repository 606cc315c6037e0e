/* The finder: what libraries a welded module has, opened or not, and what is in
   them, for importers and listings that have no file system to look at. Reading
   opens nothing and runs no constructor. docs/finder.md has examples. Needs no
   C library and no header but the compiler's own.

   What is returned belongs to the module, is the same at every call and good
   for ever; only dlweld_flags tells of something that changes. Each of these
   takes any pointer for a library: of what is none it says that it has nothing.
   None but dlweld_find leaves a text for dlerror. */
#ifndef DLWELD_DLWELD_H
#define DLWELD_DLWELD_H

#define __need_size_t
#include <stddef.h>

/* Counts up when something is added here. Nothing is ever taken away. */
#define DLWELD_FINDER 1

#ifdef __cplusplus
extern "C" {
#endif

/* A library of the module; or the program, which dlweld_iterate leaves out. */
typedef struct dlweld_library dlweld_library;

/* The library behind `__previous` in the order of the link; for NULL the first
   one; behind the last one NULL. */
const dlweld_library *dlweld_iterate(const dlweld_library *__previous);

/* The library that dlopen would open by that name (NULL or "": the program);
   with DLWELD_EXACT only if the name is its soname or an alias, letter for
   letter. NULL with a text for dlerror if there is none, or no single one. */
const dlweld_library *dlweld_find(const char *__name, int __how);
#define DLWELD_EXACT 1

/* Its soname, by which dlopen opens it; "" for the program. NULL for what is no
   library. */
const char *dlweld_soname(const dlweld_library *__library);

/* Numbers count from 0. NULL behind the last one. */
const char *dlweld_alias(const dlweld_library *__library, size_t __number);
/* Direct dependencies, in order; the program's are startup libraries. */
const dlweld_library *dlweld_needed(const dlweld_library *__library,
                                    size_t __number);
/* Names of what dlsym finds in it, in an order of no meaning. Those of the
   program may be of kind 0. */
const char *dlweld_export(const dlweld_library *__library, size_t __number);

/* Whether it exports that name, and what: DLWELD_FUNCTION and so on; 0 if not,
   or if nothing linked the program's definition in. */
int dlweld_kind(const dlweld_library *__library, const char *__export);
#define DLWELD_FUNCTION 1
#define DLWELD_DATA 2
#define DLWELD_THREAD_LOCAL 3
#define DLWELD_ABSOLUTE 4 /* a number, and not an address */

/* DLWELD_LOADED and so on, added up. Take others for ones to come. */
unsigned dlweld_flags(const dlweld_library *__library);
#define DLWELD_LOADED 1u  /* now; by dlopen, as a dependency or from the start \
                           */
#define DLWELD_STARTUP 2u /* open from the start, as the program itself */
#define DLWELD_UNLOAD 4u  /* the last dlclose takes it down */

#ifdef __cplusplus
}
#endif

#endif
