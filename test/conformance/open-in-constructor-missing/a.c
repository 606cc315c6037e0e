#include "conform.h"
int plugins;
__attribute__((constructor)) static void begin(void) {
  static const char *names[] = {"plugin-one.so", "liba.so", "plugin-two.so"};
  for (int i = 0; i < 3; i++)
    if (dlopen(names[i], RTLD_NOW)) plugins++;
    else say("no %s: %s", names[i], error_with(names[i]));
}
