/* The inputs of the link, as wasm-ld finds them. */
#ifndef DLWELD_HOST_INPUTS_H
#define DLWELD_HOST_INPUTS_H

#include "host/run.h"

/* Finds each file and library of the command line and offers it, or each of
   its members, to the plugins. What is missing or damaged is passed over: the
   linker will say so. False: a plugin failed. */
bool dlw_inputs_offer(dlw_run *run);

/* Where the library that `-lNAME` asks for is, in `directories`; NULL: in none
   of them. `dynamic`: libNAME.so comes before libNAME.a. */
const char *dlw_inputs_find_library(dlw_ctx *cx, const dlw_strings *directories,
                                    const char *name, bool dynamic);

#endif
