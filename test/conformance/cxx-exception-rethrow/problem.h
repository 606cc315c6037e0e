#include "conform.h"
struct problem {
  int steps;
  explicit problem(int n) : steps(n) {}
  problem(const problem &e) : steps(e.steps) { say("copied"); }
  ~problem() { say("destroyed, %d", steps); }
};
