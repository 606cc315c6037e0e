#include "conform.h"
int top(void);
int main(void) {
  say("%d", top());
  void *h = dlopen("libdeep.so", RTLD_NOW | RTLD_NOLOAD);
  say("open: %s", yes(h != NULL));
  say("in the global scope: %s",
      yes(dlsym(RTLD_DEFAULT, "deep") == found(h, "deep")));
}
