#include "conform.h"
#include <new>
static int live, total;
void *operator new(size_t size) {
  live++, total++;
  return malloc(size);
}
void operator delete(void *p) noexcept {
  if (p)
    live--;
  free(p);
}
void operator delete(void *p, size_t) noexcept { operator delete(p); }
int now_live() { return live; }
int in_all() { return total; }
