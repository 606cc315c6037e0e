/* The version of the real linker. */
#ifndef DLWELD_HOST_VERSION_H
#define DLWELD_HOST_VERSION_H

/* The major version of the LLVM that the linker was built with, by running it
   with --version: some 20 ms. `name` and `flavor` (NULL: none) are as on our own
   command line. 0: it does not say. */
unsigned dlw_linker_version(const char *linker, const char *name,
                            const char *flavor);

#endif
