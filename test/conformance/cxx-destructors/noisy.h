#include "conform.h"
struct noisy {
  const char *owner, *name;
  noisy(const char *owner, const char *name) : owner(owner), name(name) {}
  ~noisy() { say("destroy %s %s", owner, name); }
};
