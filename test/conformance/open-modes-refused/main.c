#include "conform.h"
static void try(const char *what, const char *name, int mode) {
  void *handle = dlopen(name, mode);
  say("%s: %s, %s", what, handle ? "handle" : "null", error());
}
int main(void) {
  try("0", "liba.so", 0);
  try("local", "liba.so", RTLD_LOCAL);
  try("global", "liba.so", RTLD_GLOBAL);
  try("noload", "liba.so", RTLD_NOLOAD);
  try("nodelete", "liba.so", RTLD_NODELETE);
  try("0, program", NULL, 0);
  try("global, program", NULL, RTLD_GLOBAL);
  try("0, missing", "libnone.so", 0);
  try("now", "liba.so", RTLD_NOW);
  try("0, loaded", "liba.so", 0);
  try("noload, loaded", "liba.so", RTLD_NOLOAD);
  try("lazy and noload, loaded", "liba.so", RTLD_LAZY | RTLD_NOLOAD);
}
