#include "conform.h"
__thread int count = 50;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  for (int i = 0; i < 3; i++) {
    int x = call(a, "next"), y = call(b, "next");
    say("%d %d %d", x, y, count++);
  }
  say("%d %d", value(a, "count"), value(b, "count"));
  say("%s", yes(dlsym(RTLD_DEFAULT, "count") == (void *)&count));
}
