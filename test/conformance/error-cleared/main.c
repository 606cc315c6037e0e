#include "conform.h"
int main(void) {
  for (int i = 0; i < 3; i++) {
    dlopen("libnone.so", RTLD_NOW);
    say("once: %s", error());
    say("twice: %s", error());
    say("three times: %s", error());
  }
}
