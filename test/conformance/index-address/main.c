#define _GNU_SOURCE
#include "conform.h"
#include <link.h>
static Dl_info infos[32];
static int count;
static void look(void *address) {
  Dl_info *info = &infos[count++];
  if (!dladdr(address, info))
    say("nothing");
}
int main(void) {
  static const char *names[] = {
      "name",       "name_1",      "name_10", "name_11", "name_12", "name_13",
      "name_14",    "name_15",     "name_16", "name_17", "name_18", "name_19",
      "name_2",     "name_20",     "name_21", "name_22", "name_3",  "nam",
      "of_another", "name_number", "table"};
  void *a = opened("liba.so", RTLD_NOW);
  for (int i = 0; i < 21; i++)
    look(found(a, names[i]));
  look((char *)found(a, "table") + 9);
  look(found(opened("libb.so", RTLD_NOW), "name_22"));
  look(found(opened("libb.so", RTLD_NOW), "nam"));
  look(found(a, "name_22"));
  for (int i = 0; i < count; i++)
    say("%s in %s", infos[i].dli_sname, base(infos[i].dli_fname));
  say("the same string: %s", yes(infos[24].dli_sname == infos[15].dli_sname));
  Dl_info info;
  const ElfW(Sym) *symbol = NULL;
  say("dladdr1: %s", yes(dladdr1(found(a, "table"), &info, (void **)&symbol,
                                 RTLD_DL_SYMENT) != 0));
  say("%s of %d bytes", info.dli_sname, (int)symbol->st_size);
}
