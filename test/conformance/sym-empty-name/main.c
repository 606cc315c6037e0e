#include "conform.h"
int main(void) {
  void *address = dlsym(opened("liba.so", RTLD_NOW), "");
  say("%s, %s", address ? "found" : "null", error());
  address = dlsym(RTLD_DEFAULT, "");
  say("%s, %s", address ? "found" : "null", error());
}
