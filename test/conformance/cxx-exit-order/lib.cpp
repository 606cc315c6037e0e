#include "conform.h"
#define TEXT(x) #x
#define STRING(x) TEXT(x)
static void at_exit() { say("%s atexit", STRING(NAME)); }
struct noisy {
  noisy() { atexit(at_exit); }
  ~noisy() { say("%s object", STRING(NAME)); }
};
static noisy object;
__attribute__((destructor)) static void end() {
  say("%s destructor", STRING(NAME));
}
