#include "shapes.h"

#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)

extern "C" {
shape *JOIN(OWN, _make)(int kind) {
  switch (kind) {
  case 0: return new square;
  case 1: return new keyed;
  case 2: return new box<short>;
  default: return new box<square>;
  }
}
int JOIN(OWN, _look)(shape *s) {
  int result = s->area();
  if (named *n = dynamic_cast<named *>(s)) result += 100 * n->number;
  if (dynamic_cast<square *>(s)) result += 1000;
  if (dynamic_cast<keyed *>(s)) result += 2000;
  if (dynamic_cast<box<short> *>(s)) result += 4000;
  if (dynamic_cast<box<square> *>(s)) result += 8000;
  if (typeid(*s) == typeid(square)) result += 10000;
  if (typeid(*s) == typeid(keyed)) result += 20000;
  if (typeid(*s) == typeid(box<short>)) result += 40000;
  if (typeid(*s) == typeid(box<square>)) result += 80000;
  return result;
}
}
