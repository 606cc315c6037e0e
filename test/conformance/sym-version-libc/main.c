#include "conform.h"
int main(int argc, char **argv) {
  say("%s", yes(strlen(argv[0]) > 0));
  say("right: %s", yes(dlvsym(RTLD_DEFAULT, "strlen", "GLIBC_2.2.5") != NULL));
  say("wrong: %s", yes(dlvsym(RTLD_DEFAULT, "strlen", "GLIBC_1.0") != NULL));
}
