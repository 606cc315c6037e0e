#include "conform.h"
__attribute__((weak)) const char *hook(void) { return "program"; }
const char *ask_a(void), *ask_b(void);
const char *among(void), *among_a(void), *among_b(void);
int main(void) {
  say("%s, %s, %s", hook(), ask_a(), ask_b());
  say("%s, %s, %s", among(), among_a(), among_b());
}
