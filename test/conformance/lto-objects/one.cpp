#include "object.h"
static object first(1);
object shown(2);
static object last __attribute__((init_priority(300)))(3);
static int computed = shown.number + 40;
extern "C" int use() {
  static object inner(4);
  return computed++ + inner.number++;
}
