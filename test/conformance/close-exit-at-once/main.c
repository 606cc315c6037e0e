#include "conform.h"
int main(void) {
  run(opened("liba.so", RTLD_NOW), "leave");
}
