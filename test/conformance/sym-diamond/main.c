#include "conform.h"
int main(void) {
  static const char *names[] = {"only_a", "b_or_c", "b_or_d", "c_or_d", "c_or_f",
                                "d_or_e", "d_or_f", "e_or_f", "only_f"};
  static const char *libraries[] = {"liba.so", "libb.so", "libc2.so", "libd.so",
                                    "libe.so", "libf.so"};
  for (int i = 0; i < 6; i++) {
    void *handle = opened(libraries[i], RTLD_NOW);
    for (int j = 0; j < 9; j++) {
      int *address = (int *)dlsym(handle, names[j]);
      say("%s, %s: %c", libraries[i], names[j], address ? *address : '-');
    }
  }
}
