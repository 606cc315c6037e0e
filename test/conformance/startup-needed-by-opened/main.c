#include "conform.h"
extern int count;
int *bump(void);
int main(void) {
  bump();
  void *h = opened("libopened.so", RTLD_NOW);
  int *theirs = ((int *(*)(void))found(h, "work"))();
  say("%s %d", yes(theirs == &count), *theirs);
  say("by its handle: %s", yes(found(h, "bump") == (void *)bump));
  say("dlclose %d", dlclose(h));
  say("%d", *bump());
}
