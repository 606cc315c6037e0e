#include "conform.h"
static __thread char own[100] = "program's";
int main(void) {
  static const char *sonames[] = {"libd.so", "liba.so", "libe.so", "libb.so",
                                  "libc2.so"};
  void *handles[5];
  for (int i = 0; i < 5; i++) {
    handles[i] = opened(sonames[i], RTLD_NOW);
    run(handles[i], "fill");
  }
  for (int i = 0; i < 5; i++)
    say("%s: %d", sonames[i], call(handles[i], "check"));
  say("%s", own);
}
