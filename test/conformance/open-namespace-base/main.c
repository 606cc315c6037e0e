#include "conform.h"
int main(void) {
  void *a = dlmopen(LM_ID_BASE, "liba.so", RTLD_NOW);
  say("handle: %s", yes(a != NULL));
  say("the same: %s", yes(opened("liba.so", RTLD_NOW) == a));
  void *program = dlmopen(LM_ID_BASE, NULL, RTLD_NOW);
  say("program: %s", yes(program == dlopen(NULL, RTLD_NOW)));
  void *none = dlmopen(LM_ID_NEWLM, NULL, RTLD_NOW);
  say("program in a new one: %s, %s", yes(none != NULL), error());
  none = dlmopen(LM_ID_BASE, "libnone.so", RTLD_NOW);
  say("missing: %s, %s", yes(none != NULL), error_with("libnone.so"));
  none = dlmopen(LM_ID_BASE, "liba.so", RTLD_GLOBAL);
  say("bad mode: %s, %s", yes(none != NULL), error());
}
