#include "problem.h"
namespace {
struct own : problem {
  int code() const override { return N; }
};
} // namespace
extern "C" void fail() { throw own(); }
extern "C" int attempt(void (*f)()) {
  try {
    f();
  } catch (const own &e) {
    return 10 * e.code();
  } catch (const problem &e) {
    return 100 * e.code();
  }
  return -1;
}
