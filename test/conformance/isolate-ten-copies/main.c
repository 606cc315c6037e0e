#include "conform.h"
int main(void) {
  char soname[] = "libcopy0.so";
  void *handles[10], *step[10], *zero[10];
  int different = 0;
  for (int i = 0; i < 10; i++) {
    soname[7] = (char)('0' + i);
    handles[i] = opened(soname, RTLD_NOW | (i % 2 ? RTLD_GLOBAL : RTLD_LOCAL));
    step[i] = found(handles[i], "step");
    zero[i] = found(handles[i], "zero");
  }
  for (int round = 0; round < 3; round++)
    for (int i = 0; i < 10; i++) {
      int *value = ((int *(*)(int))step[i])(i);
      if (round == 2)
        say("%d: %d", i, value ? *value : -1);
    }
  for (int i = 0; i < 10; i++)
    for (int k = 0; k < i; k++)
      different +=
          handles[i] != handles[k] && step[i] != step[k] && zero[i] != zero[k];
  say("%d pairs differ", different);
}
