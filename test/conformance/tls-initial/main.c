#include "conform.h"
struct pair {
  const char *text;
  int (*get)(void);
  int *number;
};
static void show(void *h) {
  struct pair *p = ((struct pair * (*)(void)) found(h, "address"))();
  say("%s %d %d", p->text, p->get(), *p->number);
  say("%s", yes(p == found(h, "pair")));
  say("%d %d", *(short *)found(h, "first"), *(short *)found(h, "second"));
  say("%d %s", call(h, "high"), (const char *)found(h, "text"));
}
int main(void) {
  show(opened("liba.so", RTLD_NOW));
  show(opened("libb.so", RTLD_NOW));
}
