#include "shape.h"
struct square : shape {
  int side = N + 4;
  int area() override { return side * side; }
};
shape *more();
extern "C" int areas() {
  square s;
  shape *p = &s, plain, *q = &plain, *other = more();
  return p->area() * 10000 + q->area() * 100 + p->edges() + other->edges();
}
extern "C" shape *make() { return new square; }
extern "C" int count() { return next() + counted<int>::add(1000); }
