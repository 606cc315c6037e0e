#include "conform.h"
#include <exception>
int main() {
  std::set_terminate([] {
    say("terminate");
    _Exit(0);
  });
  try {
    void *h = dlopen("liba.so", RTLD_NOW);
    say("%s", yes(h != nullptr));
  } catch (int n) {
    say("caught %d", n);
  }
  say("%d", call(opened("liba.so", RTLD_NOW), "get"));
}
