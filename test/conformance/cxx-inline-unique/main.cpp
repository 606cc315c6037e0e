#include "conform.h"
int main() {
  say("%d", call(opened("liba.so", RTLD_NOW), "use"));
  say("%d", call(opened("libb.so", RTLD_NOW), "use"));
}
