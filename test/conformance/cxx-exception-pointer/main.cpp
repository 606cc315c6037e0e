#include "conform.h"
#include <exception>
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  std::exception_ptr held;
  ((void (*)(std::exception_ptr *))found(a, "capture"))(&held);
  for (int i = 0; i < 2; i++) {
    try {
      ((void (*)(const std::exception_ptr *))found(b, "release"))(&held);
    } catch (...) {
      say("%d", call(a, "look"));
    }
  }
  held = nullptr;
  say("end");
}
