#define QUIET
#include "named.h"
static void show(const char *what, const char *name, void *handle) {
  int *address = (int *)dlsym(handle, name);
  say("%s, %s of %s: %d", who(), what, name, address ? *address : -1);
}
void look(void) {
  static const char *names[] = {"in_a", "in_x", "in_y", "in_both"};
  for (int i = 0; i < 4; i++) {
    show("default", names[i], RTLD_DEFAULT);
    show("next", names[i], RTLD_NEXT);
  }
}
