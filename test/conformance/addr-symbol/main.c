#include "conform.h"
#include <link.h>
static void show(const char *what, void *address) {
  Dl_info info;
  const ElfW(Sym) *symbol = (const ElfW(Sym) *)&info;
  struct link_map *map = NULL;
  dladdr1(address, &info, (void **)&map, RTLD_DL_LINKMAP);
  int result = dladdr1(address, &info, (void **)&symbol, RTLD_DL_SYMENT);
  say("%s: %d, %s, entry %s", what, result != 0, info.dli_sname, yes(symbol != NULL));
  if (!symbol) return;
  int type = ELF64_ST_TYPE(symbol->st_info), binding = ELF64_ST_BIND(symbol->st_info);
  say("%s, %s", type == STT_FUNC ? "function" : type == STT_OBJECT ? "data" : "other",
      binding == STB_GLOBAL ? "global" : "other");
  if (type == STT_OBJECT) say("size %d", (int)symbol->st_size);
  say("at it: %s", yes((char *)map->l_addr + symbol->st_value == (char *)info.dli_saddr));
}
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  show("function", found(a, "function"));
  show("data", found(a, "data"));
  show("in data", (int *)found(a, "data") + 5);
  show("zeros", found(a, "zeros"));
  show("inner", ((void *(*)(void))found(a, "get"))());
}
