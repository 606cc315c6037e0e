#include "conform.h"
#include "problem.h"
#include <exception>
problem::~problem() { say("destroyed %d", n); }
extern "C" void capture(std::exception_ptr *to) {
  try {
    throw problem{5};
  } catch (...) {
    *to = std::current_exception();
  }
  say("captured");
}
extern "C" int look() {
  try {
    throw;
  } catch (const problem &e) {
    return e.n;
  }
}
