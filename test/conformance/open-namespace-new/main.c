#include "conform.h"
int main(void) {
  void *a = dlmopen(LM_ID_NEWLM, "liba.so", RTLD_NOW);
  say("handle: %s, %s", yes(a != NULL), error());
}
