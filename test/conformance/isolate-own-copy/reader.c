#include "conform.h"
#include "packer.h"
void test(void) {
  struct stream s;
  int error = packer_init(&s, VERSION);
  say("version %s, error %d, %d, %d streams", packer_version(), error,
      packer_feed(&s, "banana"), packer_streams);
}
