#include "conform.h"
struct noisy {
  const char *name;
  explicit noisy(const char *name) : name(name) { say("construct %s", name); }
};
