#include "conform.h"
#include "shape.h"
#include <typeinfo>
struct square : shape {
  int side;
  explicit square(int side) : side(side) {}
  int area() const override { return side * side; }
  const char *name() const override { return "square"; }
};
int main() {
  square s(3);
  shape *made = make();
  say("%d %s", twice(s), static_cast<shape &>(s).name());
  say("%d %s", twice(*made), made->name());
  say("%s", yes(dynamic_cast<square *>(made) != nullptr));
  say("%s", yes(typeid(*made) == typeid(shape)));
  say("%s", yes(dynamic_cast<shape *>(&s) == &s));
  delete made;
}
