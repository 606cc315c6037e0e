static void end(void);
#define NAME a
#define AT_END end
#include "named.h"
static void try(const char *soname) {
  void *handle = dlopen(soname, RTLD_NOW);
  say("%s: %s", soname, yes(handle != NULL));
  if (handle) {
    say("who: %s", ((const char *(*)(void))found(handle, "who"))());
    say("close: %d", dlclose(handle));
  }
}
static void end(void) {
  try("libnew.so");
  try("libc2.so");
  try("libd.so");
  try("liba.so");
  try("none.so");
  say("default: %s", yes(dlsym(RTLD_DEFAULT, "no_such_symbol") == NULL));
}
