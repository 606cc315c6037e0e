#include "conform.h"
int main(void) {
  say("%d", value(opened("liba.so", RTLD_NOW), "plugins"));
  say("%s", error());
}
