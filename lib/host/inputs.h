/* The inputs of the link, as wasm-ld finds them. */
#ifndef DLWELD_HOST_INPUTS_H
#define DLWELD_HOST_INPUTS_H

#include "host/run.h"

/* Finds and maps each file and library of the command line. What is missing or
   cannot be read is passed over: the linker will say so. */
bool dlw_inputs_find(dlw_run *run);

/* Offers each of them that no plugin has taken, or each of its members, to the
   plugins. False: a plugin failed. */
bool dlw_inputs_offer(dlw_run *run);

/* Where the library that `-lNAME` asks for is, in `directories`; NULL: in none
   of them. `dynamic`: libNAME.so comes before libNAME.a. */
const char *dlw_inputs_find_library(dlw_ctx *cx, const dlw_strings *directories,
                                    const char *name, bool dynamic);

#endif
