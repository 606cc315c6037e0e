#include "packer.h"
int packer_streams;
static const char *const versions[] = {"1.0", "2.0"};
const char *packer_version(void) { return versions[VERSION - 1]; }
int packer_init(struct stream *s, int version) {
  packer_streams++;
  s->version = version;
  s->total = VERSION * 1000;
  return version == VERSION ? 0 : -6;
}
int packer_feed(struct stream *s, const char *text) {
  for (; *text; text++)
    s->total += *text == 'a';
  return s->total;
}
