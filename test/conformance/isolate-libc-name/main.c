#include "conform.h"
#include <math.h>
#include <strings.h>
int main(int argc, char **argv) {
  void *h = opened("liba.so", RTLD_NOW);
  const char *text = "abc";
  say("%d %d", call(h, "sum"), value(h, "index"));
  say("%d", ((int (*)(int, int))found(h, "y1"))(5, 6));
  say("%s %s", index(text, 'b' + argc - 1), yes(y1(argc) < 0));
}
