#include "conform.h"
#include "lib.h"
int main() {
  for (int i = 0; i < 2; i++) {
    try {
      fail(i);
    } catch (const std::exception &e) {
      say("%s", e.what());
    } catch (plain p) {
      say("plain %d", p.n);
    }
  }
  say("%d", attempt([] { throw failure("of the program", 4); }));
  say("%d", attempt([] { throw plain{8}; }));
}
