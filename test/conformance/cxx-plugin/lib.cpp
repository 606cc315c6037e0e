#include "conform.h"
#include "plugin.h"
struct implementation : plugin {
  int sum = N * 1000;
  ~implementation() override { say("implementation %d, %d", N, sum); }
  int run(int n) override { return sum += n; }
#if N == 2
  const char *name() const override { return "second"; }
#endif
};
extern "C" plugin *make() { return new implementation; }
