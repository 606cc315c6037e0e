#include "conform.h"
static void *try(const char *name) {
  void *handle = opened(name, RTLD_NOW);
  say("%s: %s", name, ((const char *(*)(void))found(handle, "who"))());
  return handle;
}
int main(void) {
  void *y = try("y/mod.so"), *x = try("x/mod.so"), *deep = try("x/deep/mod.so");
  void *top = try("mod.so");
  say("apart: %s",
      yes(x != y && x != deep && y != deep && top != x && top != y && top != deep));
  say("again: %s", yes(try("./x/mod.so") == x));
  say("again: %s", yes(try("./y/mod.so") == y));
  say("again: %s", yes(try("./mod.so") == top));
}
