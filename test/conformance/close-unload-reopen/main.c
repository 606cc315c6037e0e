#include "conform.h"
int main(void) {
  int right = 0;
  for (int i = 0; i < 200; i++) {
    void *a = opened("liba.so", i & 1 ? RTLD_NOW : RTLD_LAZY | RTLD_GLOBAL);
    int first = call(a, "next"), second = call(a, "next");
    right += first == 231 && second == 232 && dlclose(a) == 0;
    right += dlopen("libb.so", RTLD_NOW | RTLD_NOLOAD) == NULL;
  }
  say("%d", right);
}
