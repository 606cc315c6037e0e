#include "conform.h"
int main(int argc, char **argv) {
  char *args[] = {(char *)"tool", (char *)"word", NULL};
  int (*tool)(int, char **) =
      (int (*)(int, char **))found(opened("libtool.so", RTLD_NOW), "main");
  say("%s", yes(tool != main));
  say("%d", tool(2, args));
}
