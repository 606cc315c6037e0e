#include "conform.h"
int main(void) {
  static const char *names[] = {"from_0", "from_1", "from_2", "from_3",
                                "from_4"};
  static const char *libraries[] = {"liba.so", "libb.so", "libc2.so",
                                    "libd.so"};
  for (int i = 0; i < 4; i++) {
    void *handle = opened(libraries[i], RTLD_NOW);
    for (int j = 0; j < 5; j++) {
      int *address = (int *)dlsym(handle, names[j]);
      say("%s in %s: %d, %s", names[j], libraries[i], address ? *address : -1,
          error_with(names[j]));
    }
  }
}
