#include "conform.h"
#include <exception>
int main() {
  std::set_terminate([] {
    say("terminate");
    _Exit(3);
  });
  auto firm = (void (*)(void (*)()))found(opened("liba.so", RTLD_NOW), "firm");
  firm([] { say("fine"); });
  try {
    firm([] { throw 1; });
  } catch (int) {
    say("caught");
  }
}
