/* Bitcode's tasks (weld.h), done by dlweld-pass.so with an LLVM. Both are loaded
   when there is the first task. Tasks run in processes of their own, as many as
   there are processors, so that what crashes LLVM is an error of one input. */
#ifndef DLWELD_PLUGIN_BITCODE_H
#define DLWELD_PLUGIN_BITCODE_H

#include "weld/weld.h"

/* `linker_version`: tells the linker's major version, or 0; asked when
   dlweld-pass.so is loaded. NULL: no linker follows. */
void dlw_bitcode_init(unsigned (*linker_version)(void));
bool dlw_bitcode_process(dlw_ctx *cx, dlw_bitcode_task *tasks, uint32_t count);
/* Outputs are gone after this. */
void dlw_bitcode_done(void);

#endif
