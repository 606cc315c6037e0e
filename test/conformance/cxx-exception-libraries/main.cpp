#include "conform.h"
static void *a;
static void between(int n) {
  struct noisy {
    ~noisy() { say("unwound"); }
  } noisy;
  ((void (*)(int))found(a, "fail"))(n);
}
int main() {
  a = opened("liba.so", RTLD_NOW);
  auto attempt = (int (*)(void (*)(int), int))found(opened("libb.so", RTLD_NOW),
                                                    "attempt");
  say("%d", attempt(between, 0));
  say("%d", attempt(between, 1));
  say("%d", attempt([](int n) { say("%d", n); }, 2));
}
