#include "conform.h"
int main(int argc, char **argv) {
  Dl_info info;
  say("%d", (int)strlen("four") * argc);
  int result = dladdr((void *)strlen, &info);
  say("%d, %s", result != 0, base(info.dli_fname));
}
