#include "conform.h"
int in_a = 1, in_all = 1, in_a_and_program = 1;
static int in_none;
void look(void) {
  static const char *names[] = {"in_a", "in_b", "in_c", "in_program", "in_none",
                                "in_all"};
  for (int i = 0; i < 6; i++) {
    int *address = (int *)dlsym(RTLD_DEFAULT, names[i]);
    say("%s: %d", names[i], address ? *address : -1);
  }
}
