#include "conform.h"
static char path[(1 << 20) + 100];
static const char *ending(const char *name, const char *directories) {
  size_t length = 0, size = 0;
  while (name[length]) length++;
  while (directories[size]) size++;
  for (size_t i = 0; i < 1 << 20; i++) path[i] = directories[i % size];
  path[(1 << 20) - 1] = '/';
  for (size_t i = 0; i <= length; i++) path[(1 << 20) + i] = name[i];
  return path;
}
int main(void) {
  void *a = dlopen(ending("liba.so", "/"), RTLD_NOW);
  say("slashes: %s", yes(a != NULL));
  void *again = dlopen(ending("liba.so", "d/"), RTLD_NOW);
  say("directories: %s", yes(again != NULL && again == a));
  void *b = dlopen(ending("libb.so", "e/d/"), RTLD_NOW);
  say("in the wrong ones: %s", yes(b != NULL));
  b = dlopen(ending("d/e/libb.so", "e/d/"), RTLD_NOW);
  say("in the right ones: %s", yes(b != NULL));
  say("nothing: %s", yes(dlopen(ending("libc2.so", "liba.so/"), RTLD_NOW) == NULL));
}
