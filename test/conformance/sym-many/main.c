#include "conform.h"
int main(void) {
  void *handles[] = {opened("liba.so", RTLD_NOW), opened("libb.so", RTLD_NOW)};
  int right = 0, none = 0;
  for (int i = 0; i < 1000; i++) {
    char name[] = {'d', 'a', 't', 'a', '_', (char)('0' + i / 100),
                   (char)('0' + i / 10 % 10), (char)('0' + i % 10), 0};
    for (int j = 0; j < 2; j++) {
      int *address = (int *)dlsym(handles[j], name);
      right += address && *address == 10000 * j + 1000 + i;
    }
    name[4] = '-';
    none += !dlsym(handles[0], name);
  }
  say("%d right, %d not there", right, none);
}
