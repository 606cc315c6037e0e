#include "conform.h"
int main(int argc, char **argv) {
  say("tool: %d %s", argc, argv[1]);
  return 4;
}
