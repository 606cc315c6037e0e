#include "conform.h"
int in_all = 9;
static void look(const char *when) {
  void *program = opened(NULL, RTLD_NOW);
  static const char *names[] = {"in_all", "in_libraries", "in_a", "in_b", "in_c"};
  int values[5];
  for (int i = 0; i < 5; i++) {
    int *address = (int *)dlsym(program, names[i]);
    values[i] = address ? *address : -1;
  }
  say("%s: %d %d %d %d %d", when, values[0], values[1], values[2], values[3], values[4]);
}
int main(void) {
  look("nothing");
  opened("liba.so", RTLD_NOW);
  look("a local");
  opened("libc2.so", RTLD_NOW | RTLD_GLOBAL);
  look("c global");
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look("a global");
}
