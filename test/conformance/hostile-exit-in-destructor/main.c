#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW);
  return 3;
}
