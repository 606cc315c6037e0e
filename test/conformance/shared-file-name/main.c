#include "conform.h"

int main(void) {
  void *user = opened("libuser.so", RTLD_NOW);
  say("%d", call(user, "user"));
  void *x = dlopen("libx.so.2", RTLD_NOW | RTLD_NOLOAD);
  say("loaded with it: %s", yes(x != NULL));
  if (!x) return 1;
  Dl_info info;
  dladdr(found(x, "x"), &info);
  say("%d", call(x, "x"));
  say("another version: %s", yes(dlopen("libx.so.3", RTLD_NOW) != NULL));
  say("%s", error_with("libx.so.3"));
  return 0;
}
