#include "conform.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("opened");
  say("%d", call(a, "file"));
  say("%d", call(b, "function"));
  say("%d", call(a, "file"));
  say("%d", call(b, "function"));
  say("%d", call(b, "file"));
  say("end of main");
}
