#include "conform.h"
static const char *names[10];
static int count;
static void add(const char *name) {
  if (!has(name, "mod-") || has(name, ".map")) return;
  int i = count++;
  for (; i > 0 && names[i - 1][4] > name[4]; i--) names[i] = names[i - 1];
  names[i] = name;
}
#ifdef __wasm__
#include <dlweld.h>
static void find_modules(void) {
  const dlweld_library *library = NULL;
  while ((library = dlweld_iterate(library))) add(dlweld_soname(library));
}
#else
#include <dirent.h>
static void find_modules(void) {
  DIR *directory = opendir(".");
  struct dirent *entry;
  while ((entry = readdir(directory))) add(strdup(entry->d_name));
  closedir(directory);
}
#endif
int main(void) {
  find_modules();
  for (int i = 0; i < count; i++) {
    say("importing %s", names[i]);
    void *module = opened(names[i], RTLD_NOW);
    say("it is %s", ((const char *(*)(void))found(module, "who"))());
  }
}
