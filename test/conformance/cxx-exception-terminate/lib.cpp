#include "conform.h"
struct noisy {
  ~noisy() { say("unwound"); }
};
static void inner(void (*f)()) {
  noisy local;
  try {
    f();
  } catch (char) {
    say("never");
  }
}
extern "C" void firm(void (*f)()) noexcept { inner(f); }
