/* C++ names for people, by the C++ library of this machine, if there is one. */
#ifndef DLWELD_SUPPORT_DEMANGLE_H
#define DLWELD_SUPPORT_DEMANGLE_H

#include "support/ctx.h"

/* __cxa_demangle of the Itanium C++ ABI: heap memory, or NULL. */
typedef char *dlw_demangler(const char *name, char *out, size_t *size,
                            int *status);

/* NULL: there is none. The library is loaded now, and stays so. */
dlw_demangler *dlw_demangler_find(void);

/* What a name that begins with _Z means, in the arena; {NULL,0}: it begins
   otherwise, or means nothing, or `demangler` is NULL. */
dlw_str dlw_demangle_with(dlw_ctx *cx, dlw_demangler *demangler, dlw_str name);

#endif
