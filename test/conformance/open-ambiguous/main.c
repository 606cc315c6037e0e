#include "conform.h"
static void try(const char *name) {
  void *handle = dlopen(name, RTLD_NOW);
  if (handle) say("%s: %s", name, ((const char *(*)(void))found(handle, "who"))());
  else say("%s: %s", name, error_with(name));
}
int main(void) {
  try("mod.so");
  try("./mod.so");
  try("q/mod.so");
  try("x/mod.so");
  try("mod.so");
  try("z/deep/mod.so");
}
