#include "conform.h"
__attribute__((constructor(102))) static void early(void) {
  say("program, 102");
}
__attribute__((constructor)) static void late(void) { say("program"); }
int main(void) {}
