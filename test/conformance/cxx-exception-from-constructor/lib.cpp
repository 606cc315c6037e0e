#include "conform.h"
struct failing {
  failing() {
    say("constructor");
    throw 5;
  }
};
static failing object;
extern "C" int get() { return 7; }
