#include "conform.h"
int in_program = 9;
int f_program(void) { return 10; }
struct list { struct list *next; int value; };
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  int **data = (int **)found(a, "data");
  int (**functions)(void) = (int (**)(void))found(a, "functions");
  const char **text = (const char **)found(a, "text");
  struct list *first = (struct list *)found(a, "first");
  for (int i = 0; i < 4; i++) say("%d %d", *data[i], functions[i]());
  say("%s %s", text[0], text[1]);
  say("%d %d %d", first->value, first->next->value, first->next->next->value);
  say("program's: %s %s", yes(data[3] == &in_program), yes(functions[3] == f_program));
  say("b's: %s", yes((void *)functions[2] == found(a, "f_b")));
}
