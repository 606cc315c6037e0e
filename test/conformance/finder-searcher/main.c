#include "conform.h"
#ifdef __wasm__
#include <dlweld.h>
static int exists(const char *path) { return dlweld_find(path, DLWELD_EXACT) != NULL; }
#else
#include <unistd.h>
static int exists(const char *path) { return access(path, R_OK) == 0; }
#endif
static void require(const char *name) {
  static const char *templates[] = {"?.so", "clib/?.so", "clib/?/core.so", "lib?.so"};
  for (int i = 0; i < 4; i++) {
    char path[100], *to = path;
    for (const char *from = templates[i]; *from; from++)
      if (*from != '?') *to++ = *from;
      else for (const char *c = name; *c; c++) *to++ = *c == '.' ? '/' : *c;
    *to = 0;
    say("%s: %s", path, exists(path) ? "there" : "no");
    if (exists(path)) {
      void *module = opened(path, RTLD_NOW);
      say("%s is %s", name, ((const char *(*)(void))found(module, "who"))());
      return;
    }
  }
}
int main(void) {
  require("json");
  require("lpeg");
  require("re");
  require("socket");
  require("socket.core");
  require("none");
}
