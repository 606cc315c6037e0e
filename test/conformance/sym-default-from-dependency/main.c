#include "conform.h"
int main(void) {
  void *b = opened("libb.so", RTLD_NOW);
  void (*look)(const char *) = (void (*)(const char *))found(b, "look");
  look("b is open");
  opened("liba.so", RTLD_NOW);
  look("a is open");
  opened("libd.so", RTLD_NOW);
  look("d is open");
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look("a is global");
}
