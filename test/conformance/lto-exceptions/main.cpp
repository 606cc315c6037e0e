#include "conform.h"
#include "problem.h"
int main() {
  void *c = opened("libc2.so", RTLD_NOW);
  int (*kind)(int) = (int (*)(int))found(c, "kind");
  void (*rethrow)(int) = (void (*)(int))found(c, "rethrow");
  for (int x = 0; x < 6; x++) {
    try { say("%d: %d", x, kind(x)); }
    catch (int n) { say("%d: int %d", x, n); }
    catch (...) { say("%d: something", x); }
    try { rethrow(x); say("%d: nothing", x); }
    catch (problem &p) { say("%d: %d", x, p.what()); }
    catch (own &) { say("%d: own", x); }
    catch (...) { say("%d: something", x); }
  }
}
