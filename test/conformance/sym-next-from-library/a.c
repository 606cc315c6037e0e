#include "conform.h"
int in_all = 1, in_a = 1;
void look(void) {
  static const char *names[] = {"in_all", "in_a", "in_b", "in_c_and_d", "in_d",
                                "in_program", "in_g"};
  for (int i = 0; i < 7; i++) {
    int *address = (int *)dlsym(RTLD_NEXT, names[i]);
    say("%s: %d, %s", names[i], address ? *address : -1, error_with(names[i]));
  }
}
