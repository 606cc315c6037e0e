#include "point.h"
#include <sstream>
struct doubled : printer {
  point p{5, 6};
  std::ostream &print(std::ostream &o) const override { return o << p << p; }
};
extern "C" printer *make() { return new doubled; }
extern "C" int parse(std::istringstream *in, point *p) {
  char c;
  return (*in >> c >> p->x >> c >> p->y >> c) ? 1 : 0;
}
