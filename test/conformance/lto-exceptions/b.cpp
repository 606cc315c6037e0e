#include "conform.h"
#include "problem.h"
void check(int x);
int kind_in_a(int x);
namespace {
struct guard {
  int number;
  ~guard() { say("guard %d ends", number); }
};
}
int kind_in_b(int x) {
  guard g{x};
  try { check(x); } catch (hard &h) { return h.what(); } catch (own &) { return -4; }
  return kind_in_a(x);
}
