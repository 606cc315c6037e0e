#include "noisy.h"
static void (*through_a)(void (*)(int), int), (*through_b)(void (*)(int), int);
static void inner(int n) {
  noisy local(0, 1);
  if (n)
    throw n;
}
static void outer(int n) {
  noisy local(0, 2);
  through_b(inner, n);
}
int main() {
  through_a = (void (*)(void (*)(int), int))found(opened("liba.so", RTLD_NOW),
                                                  "through");
  through_b = (void (*)(void (*)(int), int))found(opened("libb.so", RTLD_NOW),
                                                  "through");
  for (int n = 0; n < 2; n++) {
    try {
      through_a(outer, n);
      say("returned");
    } catch (int caught) {
      say("caught %d, %d uncaught", caught, std::uncaught_exceptions());
    }
  }
}
