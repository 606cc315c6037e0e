#include "conform.h"
extern "C" int attempt(int (*guard)(void (*)(void *)), void (*f)(void *)) {
  try {
    return guard(f);
  } catch (int n) {
    say("caught %d", n);
    return -n;
  }
}
