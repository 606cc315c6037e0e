#include "conform.h"
#include <link.h>
int main(void) {
  Dl_info info;
  const ElfW(Sym) *symbol = NULL;
  dladdr1(found(opened("liba.so", RTLD_NOW), "f"), &info, (void **)&symbol, RTLD_DL_SYMENT);
  say("%s", ELF64_ST_BIND(symbol->st_info) == STB_WEAK ? "weak" : "global");
}
