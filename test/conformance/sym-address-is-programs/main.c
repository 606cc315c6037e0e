#include "conform.h"
int data = 1;
int function(void) { return 2; }
int main(void) {
  void *(*find)(const char *) =
      (void *(*)(const char *))found(opened("liba.so", RTLD_NOW), "find");
  void *program = opened(NULL, RTLD_NOW);
  say("%s %s", yes(found(program, "data") == &data),
      yes(found(program, "function") == (void *)function));
  say("%s %s", yes(found(RTLD_DEFAULT, "data") == &data),
      yes(found(RTLD_DEFAULT, "function") == (void *)function));
  say("%s %s", yes(find("data") == &data), yes(find("function") == (void *)function));
}
