#ifndef VERSION
#define VERSION 2
#endif
struct stream {
  int version, total;
#if VERSION > 1
  int more[4];
#endif
};
const char *packer_version(void);
int packer_init(struct stream *, int version);
int packer_feed(struct stream *, const char *text);
extern int packer_streams;
