#include "conform.h"
int number = 2;
void look(const char *when) {
  int *address = (int *)dlsym(RTLD_NEXT, "number");
  say("%s: %d, %s", when, address ? *address : -1, error_with("number"));
}
