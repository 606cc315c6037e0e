#include "problem.h"
extern "C" void fail(int hard) {
  if (hard)
    throw hard_problem("hard, and with a text that is long");
  throw problem("soft");
}
