#include "conform.h"
#define TEXT(x) #x
#define NAME(x) TEXT(x)
#define JOIN(a, b) a##b
#define OWN(x) JOIN(next_of_, x)
__attribute__((visibility("default"))) const char *name(void) {
  return NAME(LETTER);
}
void OWN(LETTER)(const char *what) {
  const char *(*next)(void) = (const char *(*)(void))dlsym(RTLD_NEXT, what);
  say("behind %s: %s", NAME(LETTER), next ? next() : "nothing");
}
