#include "lib.h"
#include "conform.h"
failure::failure(const char *text, int code)
    : std::runtime_error(text), code(code) {}
failure::~failure() { say("~failure %d", code); }
void fail(int code) {
  if (code == 0)
    throw plain{7};
  throw failure("failure of the library", code);
}
int attempt(void (*f)()) {
  try {
    f();
  } catch (const failure &e) {
    return e.code;
  } catch (const plain &p) {
    return p.n;
  }
  return 0;
}
