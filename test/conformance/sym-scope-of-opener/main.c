#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *(*open_it)(const char *) = (void *(*)(const char *))found(a, "open_it");
  run(open_it("libb.so"), "look");
  run(open_it("./libd.so"), "look");
}
