#ifdef __wasm__
#include "../../Inputs/setjmp.c"
#endif
int unused;
