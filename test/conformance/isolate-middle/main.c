#include "conform.h"
int main(void) {
  void *h = opened("libtop.so", RTLD_NOW);
  say("%s", ((const char *(*)(void))found(h, "top_who"))());
  say("%s", ((const char *(*)(void))found(h, "top_what"))());
}
