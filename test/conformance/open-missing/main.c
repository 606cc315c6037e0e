#include "conform.h"
static void try(const char *name, int mode) {
  void *handle = dlopen(name, mode);
  say("%s: %s, %s", name, handle ? "handle" : "null", error_with(name));
}
int main(void) {
  try("libnone.so", RTLD_NOW);
  try("libnone.so", RTLD_NOW);
  try("libnone.so", RTLD_LAZY | RTLD_GLOBAL);
  try("dir/libnone.so", RTLD_NOW);
  try("liba", RTLD_NOW);
  try("a", RTLD_NOW);
  try("liba.so.1", RTLD_NOW);
  try("LIBA.SO", RTLD_NOW);
  try("iba.so", RTLD_NOW);
  void *a = opened("liba.so", RTLD_NOW);
  try("libnone.so", RTLD_NOW);
  say("f: %d", call(a, "f"));
}
