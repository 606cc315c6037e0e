#include "conform.h"
int number = 3;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *(*find)(void *, const char *) = (void *(*)(void *, const char *))found(a, "find");
  say("next: %d", *(int *)find(RTLD_NEXT, "number"));
  say("default: %d", *(int *)find(RTLD_DEFAULT, "number"));
  say("handle: %d", *(int *)find(a, "number"));
}
