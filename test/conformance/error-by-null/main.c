#include "conform.h"
static void *careful(void *handle, const char *name) {
  dlerror();
  void *address = dlsym(handle, name);
  char *text = dlerror();
  say("%s: %s", name, text ? "error" : "found");
  return address;
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  careful(a, "f");
  careful(a, "g");
  careful(a, "number");
  dlopen("libnone.so", RTLD_NOW);
  careful(a, "f");
}
