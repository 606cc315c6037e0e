/* dlweld-pass.so and the LLVM that it needs: which of them, whether they fit
   the linker and the bitcode, and loading them when there is the first bitcode.
 */
#ifndef DLWELD_PLUGIN_LLVM_H
#define DLWELD_PLUGIN_LLVM_H

#include "weld/weld.h"
#include "llvm/bitcode.h"

/* `linker_version`: tells the linker's major version, or 0; asked once, when it
   matters. NULL: no linker follows. */
void dlw_llvm_init(unsigned (*linker_version)(void));

/* Whether the task's input is bitcode that we, and the linker after us, can do
   something with; else that is reported. Loads what is needed. */
bool dlw_llvm_check(dlw_ctx *cx, const dlw_bitcode_task *task);

/* What has been loaded, or NULL. */
const dlw_bitcode_api *dlw_llvm(void);

#endif
