#include "conform.h"
int global = 1;
int function(void) { return 2; }
int main(void) {
  opened("liba.so", RTLD_NOW);
  void *address = dlsym(opened(NULL, RTLD_NOW), "global");
  say("global: %s, %s", yes(address != NULL), error_with("global"));
  address = dlsym(RTLD_DEFAULT, "function");
  say("function: %s, %s", yes(address != NULL), error_with("function"));
}
