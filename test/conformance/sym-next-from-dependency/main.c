#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void (*look)(const char *) = (void (*)(const char *))found(a, "look");
  look("a is open");
  opened("libd.so", RTLD_NOW);
  look("d is open");
  opened("libb.so", RTLD_NOW);
  look("b is open");
}
