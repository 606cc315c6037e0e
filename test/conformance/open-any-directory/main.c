#include "conform.h"
static void try(const char *name) {
  void *handle = dlopen(name, RTLD_NOW);
  say("%s: %s", name, handle ? "handle" : error_with(name));
}
int main(void) {
  try("none/liba.so");
  try("/none/liba.so");
  try("../none/liba.so");
  try("liba.so");
}
