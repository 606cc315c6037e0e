#include "conform.h"
#include "parent.h"
int main() {
  using maker = parent *(*)();
  parent *a = ((maker)found(opened("liba.so", RTLD_NOW), "make"))();
  parent *b = ((maker)found(opened("libb.so", RTLD_NOW), "make"))();
  delete a;
  delete b;
}
