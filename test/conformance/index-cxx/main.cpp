#include "conform.h"
static const char *const names[] = {
    "_ZN5space5outer5innerEv", "_ZN5space5outer5innerEi",
    "_ZN5space5outer5innerEd", "_ZN5space5outer5innerEPKc",
    "_ZN5space5outer5innerERKNS_5pointE", "_ZN5space5outer5innerENS_5pointE",
    "_ZN5space5outer6inner2Ev", "_ZN5space5outerC1Ev", "_ZN5space5outerC2Ev",
    "_ZN5space5outer5countE", "_ZN5space6removeEv", "_ZNK5space5outer5innerEii",
    "_ZN5space5outer5inner", "_ZN5space", "_Z", "_ZN5space5outer5innerEvv",
    "_ZN5space3mapIiE3getEv", "_ZN5space3mapIdE3getEv", "_ZN5space3mapIcE3getEv",
    "plain"};
int main() {
  void *a = opened("liba.so", RTLD_NOW);
  for (const char *name : names) {
    void *address = dlsym(a, name);
    if (!address) {
      say("%s: not found", name);
      continue;
    }
    Dl_info info;
    int known = dladdr(address, &info);
    /* A constructor's two names have one address. */
    bool same = known && info.dli_sname;
    for (int i = 0; same && name[i]; i++)
      same = name[i] == info.dli_sname[i] || name[i] == '1' || name[i] == '2';
    say("%s: %s", name, yes(same));
  }
  say("%d", reinterpret_cast<int (*)(int)>(
                found(a, "_ZN5space5outer5innerEi"))(4));
  say("%d", *static_cast<int *>(found(a, "_ZN5space5outer5countE")));
}
