#include "conform.h"
int main(void) {
  void *d = opened("libd.so", RTLD_NOW);
  void (*look)(const char *) = (void (*)(const char *))found(d, "look");
  look("d is open");
  opened("liba.so", RTLD_NOW);
  look("a is open");
}
