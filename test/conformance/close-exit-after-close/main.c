#include "conform.h"
int main(void) {
  say("close: %d", dlclose(opened("liba.so", RTLD_NOW)));
  say("main is done");
}
