#include "shape.h"
struct triangle : shape {
  int edges() override { return 3 * N; }
};
shape *more() {
  static triangle t;
  return &t;
}
extern "C" int count_more() { return next() + counted<int>::add(2000); }
