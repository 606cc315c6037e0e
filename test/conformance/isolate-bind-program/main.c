#include "conform.h"
int number = 7;
int get(void) { return number; }
const char *who(void) { return "program"; }
static const char *text(void *h, const char *name) {
  return ((const char *(*)(void))found(h, name))();
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d %d", call(a, "sum"), call(b, "sum"));
  say("%s, %s", text(a, "ask"), text(b, "ask"));
  say("by its handle: %s, %d", text(a, "who"), value(a, "number"));
}
