#include "conform.h"
#include <math.h>
volatile double keep;
volatile size_t keep_too;
int main(int argc, char **argv) {
  keep = cos(argc);
  keep_too = strlen(argv[0]);
  void *m = dlopen("libm.so.6", RTLD_LAZY);
  say("libm: %s", yes(m != NULL));
  dlerror();
  double (*cosine)(double) = (double (*)(double))dlsym(m, "cos");
  say("cos: %s", error());
  say("%d", (int)(cosine(2.0) * 1e6));
  void *c = opened("libc.so.6", RTLD_NOW);
  size_t (*length)(const char *) = (size_t (*)(const char *))dlsym(c, "strlen");
  say("strlen: %d", length ? (int)length("four") : -1);
  static const char *others[] = {"libdl.so.2", "libpthread.so.0", "librt.so.1",
                                 "libutil.so.1"};
  for (int i = 0; i < 4; i++)
    say("%s: %s", others[i], yes(dlopen(others[i], RTLD_NOW) != NULL));
  say("close: %d", dlclose(m));
}
