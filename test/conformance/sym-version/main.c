#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%s", yes(dlvsym(a, "f", "V1") == found(a, "f")));
  say("%s", yes(dlvsym(a, "f", "GLIBC_2.2.5") == found(a, "f")));
  say("empty: %s", yes(dlvsym(a, "f", "") == found(a, "f")));
  say("dependency: %s", yes(dlvsym(a, "g", "V1") == found(b, "g")));
  void *address = dlvsym(a, "absent", "V1");
  say("absent: %s, %s", yes(address != NULL), error_with("absent"));
  address = dlvsym(RTLD_DEFAULT, "g", "V1");
  say("default: %s, %s", yes(address != NULL), error_with("g"));
  opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  say("global: %s", yes(dlvsym(RTLD_DEFAULT, "g", "V1") == found(b, "g")));
  say("next: %s", yes(dlvsym(RTLD_NEXT, "g", "V1") == found(b, "g")));
}
