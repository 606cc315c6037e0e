/* What weld.c and bitcode.c share. */
#ifndef DLWELD_WELD_BITCODE_H
#define DLWELD_WELD_BITCODE_H

#include "weld/weld.h"

/* Whether the input's addresses have the size that all others have, the first
   input deciding. */
bool dlw_input_check_word_size(dlw_weld *w, const dlw_input *input);

#endif
