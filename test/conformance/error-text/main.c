#include "conform.h"
static size_t length(const char *text) {
  size_t size = 0;
  while (text[size]) size++;
  return size;
}
int main(void) {
  dlopen("libnone.so", RTLD_NOW);
  const char *text = dlerror();
  size_t size = length(text);
  say("not empty: %s", yes(size > 10));
  say("newline: %s", yes(text[size - 1] == '\n'));
  dlsym(opened("liba.so", RTLD_NOW), "none");
  text = dlerror();
  say("newline: %s", yes(text[length(text) - 1] == '\n'));
}
