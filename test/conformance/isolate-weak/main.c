#include "conform.h"
const char *hook(void) { return "program"; }
int level = 3;
static void show(void *h) {
  say("%s %d", ((const char *(*)(void))found(h, "ask"))(),
      call(h, "ask_level"));
}
int main(void) {
  opened("libc2.so", RTLD_NOW | RTLD_GLOBAL);
  show(opened("liba.so", RTLD_NOW));
  show(opened("libb.so", RTLD_NOW));
  say("%s %d", hook(), level);
}
