#include "object.h"
static object first(5), other(6);
static object early __attribute__((init_priority(200)))(7);
extern "C" int use_two() {
  static object inner(8);
  return inner.number++ + first.number++;
}
