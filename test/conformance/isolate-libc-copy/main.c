#include "conform.h"
int main(int argc, char **argv) {
  int *p = malloc(sizeof *p);
  *p = abs(-argc);
  say("%d", *p);
  free(p);
  say("%d", call(opened("liba.so", RTLD_NOW), "use"));
}
