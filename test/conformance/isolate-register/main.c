#include "conform.h"
struct plugin {
  const char *name;
  int (*run)(int);
  struct plugin *next;
};
static struct plugin *plugin;
void enlist(struct plugin *p) {
  p->next = plugin;
  plugin = p;
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  opened("libb.so", RTLD_NOW);
  opened("liba.so", RTLD_NOW);
  for (struct plugin *p = plugin; p; p = p->next)
    say("%s %d", p->name, p->run(10));
}
