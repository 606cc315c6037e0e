#include "conform.h"
#include <stdexcept>
struct part {
  int n;
  explicit part(int n) : n(n) {
    if (n == 3)
      throw std::runtime_error("third part");
    say("part %d", n);
  }
  ~part() { say("~part %d", n); }
};
struct whole {
  part one{1}, two{2}, three{3};
};
static bool complete = true;
static struct attempt {
  attempt() {
    try {
      whole w;
    } catch (const std::exception &e) {
      say("caught: %s", e.what());
      complete = false;
    }
  }
} attempt_;
extern "C" int is_complete() { return complete; }
