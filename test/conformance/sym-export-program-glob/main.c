#include "conform.h"
int api_one(void) { return 1; }
int api_two = 2;
int other = 3;
int main(void) {
  void *program = opened(NULL, RTLD_NOW);
  say("%d %d %s", call(program, "api_one"), value(program, "api_two"),
      yes(dlsym(program, "other") != NULL));
  say("%d", call(opened("liba.so", RTLD_NOW), "look"));
}
