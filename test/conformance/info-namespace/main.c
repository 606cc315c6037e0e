#include "conform.h"
int main(void) {
  Lmid_t space = 77;
  int result = dlinfo(opened("liba.so", RTLD_NOW), RTLD_DI_LMID, &space);
  say("%d, %s", result, yes(space == LM_ID_BASE));
  space = 77;
  result = dlinfo(opened(NULL, RTLD_NOW), RTLD_DI_LMID, &space);
  say("%d, %s", result, yes(space == LM_ID_BASE));
}
