#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  Dl_serinfo size = {0};
  int result = dlinfo(a, RTLD_DI_SERINFOSIZE, &size);
  say("%d, room for the header %s, entries %s", result,
      yes(size.dls_size >= offsetof(Dl_serinfo, dls_serpath)),
      size.dls_cnt ? "some" : "none");
  Dl_serinfo *all = (Dl_serinfo *)malloc(size.dls_size);
  result = dlinfo(a, RTLD_DI_SERINFOSIZE, all);
  say("%d, the same %s", result,
      yes(all->dls_size == size.dls_size && all->dls_cnt == size.dls_cnt));
  result = dlinfo(a, RTLD_DI_SERINFO, all);
  say("%d, entries %s", result, all->dls_cnt ? "some" : "none");
  for (unsigned i = 0; i < all->dls_cnt; i++)
    if (!all->dls_serpath[i].dls_name) say("no name");
}
