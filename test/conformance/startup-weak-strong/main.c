#include "conform.h"
const char *hook(void) { return "program"; }
int level = 9;
const char *ask_a(void), *ask_b(void), *spare(void), *spare_b(void);
int level_a(void), level_b(void);
int main(void) {
  say("%s, %s, %s", hook(), ask_a(), ask_b());
  say("%d, %d, %d", level, level_a(), level_b());
  say("%s, %s", spare(), spare_b());
}
