#include "conform.h"
int main(void) {
  void *handle = dlopen("libnone.so", RTLD_NOW | RTLD_NOLOAD);
  say("by name: %s, %s", yes(handle != NULL), error());
  handle = dlopen("none/libnone.so", RTLD_NOW | RTLD_NOLOAD);
  say("by path: %s, %s", yes(handle != NULL), error());
}
