#include "conform.h"
__attribute__((constructor)) static void begin(void) {
  say("constructor of the program");
}
int main(void) { say("main"); }
