#include "conform.h"
int main(void) {
  say("a: %d", call(opened("liba.so", RTLD_NOW), "a_number"));
  say("b: %d", call(opened("libb.so", RTLD_NOW), "b_number"));
}
