#include "conform.h"
void *next_of_a(const char *name);
void *default_of_a(const char *name);
void *opened_by_a(const char *name);
int which(void) { return 4; }
static int by(void *f) { return f ? ((int (*)(void))f)() : 0; }
int via_a(void) { return by(next_of_a("which")) * 10 + by(default_of_a("which")); }
int alone(void) {
  return by(dlsym(RTLD_NEXT, "which")) * 10 + by(dlsym(RTLD_DEFAULT, "which"));
}
int open_via_a(void) { return opened_by_a("libx.so") != NULL; }
