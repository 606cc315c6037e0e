#include "conform.h"
extern __thread int count, zero;
int *count_address(void), bump(void);
int main(void) {
  say("%d %d", count, zero);
  count = 20;
  say("%d", bump());
  say("%d %d", count, zero);
  say("%s", yes(&count == count_address()));
  say("%s", yes(dlsym(opened("liba.so", RTLD_NOW), "count") == (void *)&count));
}
