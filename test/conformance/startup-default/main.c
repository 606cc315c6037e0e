#include "conform.h"
const char programs[] = "program";
static void show(void *h, const char *name) {
  const char *text = dlsym(h, name);
  say("%s: %s", name, text ? text : "not found");
}
static void all(void *h) {
  show(h, "programs");
  show(h, "only_a");
  show(h, "only_b");
  show(h, "only_deep");
  show(h, "both");
  show(h, "a_and_deep");
  show(h, "b_and_deep");
  show(h, "only_opened");
  show(h, "deep_and_opened");
}
int main(void) {
  say("RTLD_DEFAULT");
  all(RTLD_DEFAULT);
  opened("libopened.so", RTLD_NOW | RTLD_GLOBAL);
  say("RTLD_DEFAULT, with a global library");
  all(RTLD_DEFAULT);
  say("dlopen(NULL)");
  all(opened(NULL, RTLD_NOW));
}
