#include "conform.h"
int call_hook(int);
int hook(int n) { return n + 1; }
int other(int n) { return n + 2; }
int main(void) {
  say("%d", call_hook(10));
  void *address = dlsym(opened(NULL, RTLD_NOW), "hook");
  say("hook: %s", yes(address == (void *)hook));
  address = dlsym(RTLD_DEFAULT, "other");
  say("other: %s", yes(address != NULL));
}
