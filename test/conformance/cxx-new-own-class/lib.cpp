#include "conform.h"
#include "parent.h"
#include <new>
struct pooled : parent {
  static char pool[64];
  static void *operator new(size_t size) {
    say("%d new %s", N, yes(size <= sizeof pool));
    return pool;
  }
  static void operator delete(void *p) {
    say("%d delete %s", N, yes(p == pool));
  }
};
alignas(16) char pooled::pool[64];
extern "C" parent *make() { return new pooled; }
