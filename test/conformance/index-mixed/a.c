#include "conform.h"
const char *common(void) { return "a's common"; }
const char *only_a(void) { return "a"; }
const char *abc(void) { return "a's abc"; }
const char *ab(void) { return "a's ab"; }
const char *next_of_a(void) {
  return ((const char *(*)(void))dlsym(RTLD_NEXT, "common"))();
}
