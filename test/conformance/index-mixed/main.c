#include "conform.h"
typedef const char *text(void);
const char *of_program(void) { return "program"; }
const char *common(void) { return "program's common"; }
static void show(void *handle, const char *name) {
  text *f = (text *)dlsym(handle, name);
  say("%s: %s", name, f ? f() : "not found");
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  static const char *names[] = {
      "common", "only_a", "only_b", "only_c", "none_but_this", "abc", "ab", "bc",
      "of_program", "only_", "only_d", "a", ""};
  for (int i = 0; i < 13; i++) {
    show(a, names[i]);
    show(RTLD_DEFAULT, names[i]);
    show(opened("libb.so", RTLD_NOW), names[i]);
    show(opened("libd.so", RTLD_NOW), names[i]);
  }
  say("%s", ((text *)found(a, "next_of_a"))());
  say("%s", ((text *)found(a, "next_of_b"))());
  size_t (*length)(const char *) = (size_t (*)(const char *))found(a, "strlen");
  say("libc's: %d %s", (int)length("four"),
      yes(dlsym(RTLD_NEXT, "strlen") == (void *)length));
  int *number = (int *)found(a, "number_of_c");
  say("%d", *number);
}
