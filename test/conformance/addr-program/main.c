#include "conform.h"
int shown(void) { return 1; }
int not_shown(void) { return 2; }
static int inner(void) { return 3; }
int shown_data[10] = {1}, not_shown_data = 2;
static int inner_data = 3, inner_zero;
int main(void) {
  void (*show)(const char *, const void *) =
      (void (*)(const char *, const void *))found(opened("liba.so", RTLD_NOW), "show");
  show("shown", (void *)shown);
  show("not_shown", (void *)not_shown);
  show("inner", (void *)inner);
  show("shown_data", shown_data);
  show("in shown_data", &shown_data[3]);
  show("not_shown_data", &not_shown_data);
  show("inner_data", &inner_data);
  show("inner_zero", &inner_zero);
  show("text", "a text of the program's");
}
