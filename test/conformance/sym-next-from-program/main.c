#include "conform.h"
int both = 9, own = 8;
static void look(const char *when) {
  int *address = (int *)dlsym(RTLD_NEXT, "both");
  say("%s: %d, %s", when, address ? *address : -1, error_with("both"));
}
int main(void) {
  look("nothing is open");
  opened("liba.so", RTLD_NOW);
  look("a is local");
  opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  look("b is global");
  opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  look("a is global");
  void *address = dlsym(RTLD_NEXT, "own");
  say("own: %s, %s", yes(address != NULL), error_with("own"));
}
