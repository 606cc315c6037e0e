#include "conform.h"
int present = 2;
static void try(const char *what, void *handle, const char *name) {
  void *address = dlsym(handle, name);
  say("%s, %s: %s, %s", what, name, address ? "found" : "null",
      error_with(name));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *program = opened(NULL, RTLD_NOW);
  try("a", a, "absent");
  try("a", a, "presen");
  try("a", a, "present_");
  try("a", a, "Present");
  try("a", a, " present");
  try("a", a, "hidden_by_static");
  try("a", a, "present");
  try("program", program, "absent");
  try("program", program, "use");
  try("program", program, "present");
  try("default", RTLD_DEFAULT, "absent");
  try("next", RTLD_NEXT, "absent");
  try("next", RTLD_NEXT, "present");
}
