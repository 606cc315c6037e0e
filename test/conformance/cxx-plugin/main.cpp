#include "conform.h"
#include "plugin.h"
int main() {
  plugin *plugins[4];
  for (int i = 0; i < 4; i++)
    plugins[i] = ((plugin * (*)()) found(
        opened(i % 2 ? "libb.so" : "liba.so", RTLD_NOW), "make"))();
  for (int i = 0; i < 4; i++)
    plugins[i]->run(i);
  for (plugin *p : plugins) {
    say("%s %d", p->name(), p->run(0));
    delete p;
  }
}
