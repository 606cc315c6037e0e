#include "conform.h"
int main(void) {
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("main is done");
}
