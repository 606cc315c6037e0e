#include "conform.h"
const char *name(void) { return "program"; }
__attribute__((weak)) const char *weak(void) { return "program, weak"; }
const char *name_a(void), *name_b(void);
const char *between(void), *between_a(void), *between_b(void);
const char *weak_a(void), *weak_b(void);
int main(void) {
  say("%s, %s, %s", name(), name_a(), name_b());
  say("%s, %s, %s", between(), between_a(), between_b());
  say("%s, %s, %s", weak(), weak_a(), weak_b());
}
