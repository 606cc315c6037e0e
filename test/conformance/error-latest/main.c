#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  dlopen("libone.so", RTLD_NOW);
  dlopen("libtwo.so", RTLD_NOW);
  const char *text = dlerror();
  say("one %s, two %s", yes(has(text, "libone.so")), yes(has(text, "libtwo.so")));
  dlopen("libone.so", RTLD_NOW);
  dlsym(a, "three");
  text = dlerror();
  say("one %s, three %s", yes(has(text, "libone.so")), yes(has(text, "three")));
  dlsym(a, "three");
  dlopen("libtwo.so", RTLD_NOW);
  text = dlerror();
  say("two %s, three %s", yes(has(text, "libtwo.so")), yes(has(text, "three")));
  say("then: %s", error());
}
