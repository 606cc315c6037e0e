#include "conform.h"
const char *common(void) { return "b's common"; }
const char *only_b(void) { return "b"; }
const char *abc(void) { return "b's abc"; }
const char *ab(void) { return "b's ab"; }
const char *bc(void) { return "b's bc"; }
const char *next_of_b(void) {
  return ((const char *(*)(void))dlsym(RTLD_NEXT, "common"))();
}
