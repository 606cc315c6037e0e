#include <stddef.h>
static char arena[1000];
void *malloc(size_t size) { return arena; }
int abs(int n) { return 1000; }
int use(void) {
  void *volatile p = malloc(10);
  return abs(-3) + (p == arena);
}
