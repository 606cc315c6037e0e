#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *answer = &a;
  static const int requests[] = {0, 3, 7, 8, 12, 99, -1, 0x7fffffff};
  for (int i = 0; i < 8; i++) {
    int result = dlinfo(a, requests[i], &answer);
    say("%d: %d, %s, left alone %s", requests[i], result, error(), yes(answer == &a));
  }
}
