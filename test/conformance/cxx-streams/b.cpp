#include "point.h"
#include <iomanip>
#include <sstream>
extern "C" void write(std::ostringstream *o, const printer *p) {
  *o << std::setw(5) << 7 << ' ' << *p << ' ' << std::boolalpha << true;
}
