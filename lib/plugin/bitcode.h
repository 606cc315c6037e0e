/* Bitcode's tasks (weld.h), done by what llvm.h loads. Tasks run in processes
   of their own, as many as there are processors, so that what crashes LLVM is
   an error of one input. */
#ifndef DLWELD_PLUGIN_BITCODE_H
#define DLWELD_PLUGIN_BITCODE_H

#include "weld/weld.h"

bool dlw_bitcode_process(dlw_ctx *cx, dlw_bitcode_task *tasks, uint32_t count);
/* Outputs are gone after this. */
void dlw_bitcode_done(void);

#endif
