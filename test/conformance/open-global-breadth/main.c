#include "conform.h"
static void look(void) {
  static const char *names[] = {"from_0", "from_1", "from_2", "from_3"};
  for (int i = 0; i < 4; i++) {
    int *address = (int *)dlsym(RTLD_DEFAULT, names[i]);
    say("%s: %d", names[i], address ? *address : -1);
  }
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  look();
  opened("libc2.so", RTLD_NOW | RTLD_GLOBAL);
  look();
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look();
  opened("libe.so", RTLD_NOW | RTLD_GLOBAL);
  look();
}
