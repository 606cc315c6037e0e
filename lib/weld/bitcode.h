/* What weld.c and bitcode.c share. */
#ifndef DLWELD_WELD_BITCODE_H
#define DLWELD_WELD_BITCODE_H

#include "weld/weld.h"

/* Has the tasks done, if there are any. */
bool dlw_bitcode_do(dlw_weld *w, dlw_bitcode_task *tasks, uint32_t count);

#endif
