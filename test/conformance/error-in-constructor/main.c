#include "conform.h"
int main(void) {
  dlopen("libmissing.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  say("after: %s", error_with("libnone.so"));
}
