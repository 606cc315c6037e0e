#include "conform.h"
static void at_exit() { say("program atexit"); }
struct noisy {
  ~noisy() { say("program object"); }
};
static noisy object;
int main() {
  atexit(at_exit);
  opened("liba.so", RTLD_NOW);
  say("main");
}
