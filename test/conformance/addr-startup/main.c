#include "conform.h"
int function(void);
extern int data[5];
int main(void) {
  Dl_info info;
  int result = dladdr((void *)function, &info);
  say("%d, %s, %s", result != 0, base(info.dli_fname), info.dli_sname);
  result = dladdr(&data[3], &info);
  say("%d, %s, %s", result != 0, base(info.dli_fname), info.dli_sname);
  say("%d %d", function(), data[0]);
}
