#include "conform.h"
#include <new>
static int live, arrays;
void *operator new(size_t size) {
  live++;
  return malloc(size);
}
void operator delete(void *p) noexcept {
  if (p)
    live--;
  free(p);
}
void operator delete(void *p, size_t) noexcept { operator delete(p); }
void *operator new[](size_t size) {
  arrays++;
  return malloc(size);
}
void operator delete[](void *p) noexcept {
  arrays--;
  free(p);
}
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  using maker = int *(*)();
  using dropper = void (*)(int *);
  int before = live;
  int *p = ((maker)found(a, "make"))(), *q = new int(5);
  say("%d", live - before);
  ((dropper)found(b, "drop"))(p);
  ((dropper)found(a, "drop"))(q);
  say("%d", live - before);
  p = ((maker)found(a, "make_array"))();
  say("%d", arrays);
  ((dropper)found(b, "drop_array"))(p);
  say("%d", arrays);
}
