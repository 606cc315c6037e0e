#include "conform.h"
#include "packer.h"
int main(void) {
  void *old = opened("libold.so", RTLD_NOW),
       *new = opened("libnew.so", RTLD_NOW);
  run(old, "test");
  run(new, "test");
  run(old, "test");
  run(new, "test");
  say("%s, %d", packer_version(), packer_streams);
}
