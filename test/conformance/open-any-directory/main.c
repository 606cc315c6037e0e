#include "conform.h"
static void try(const char *name) {
  void *handle = dlopen(name, RTLD_NOW);
  if (handle) say("%s: %s", name, ((const char *(*)(void))found(handle, "who"))());
  else say("%s: %s", name, error_with(name));
}
int main(void) {
  try("none/liba.so");
  try("/usr/lib/none/liba.so");
  try("../none/liba.so");
  try("p/x/mod.so");
  try("/p/q/y/mod.so");
  try("y/q/mod.so");
  try("liba.so");
}
