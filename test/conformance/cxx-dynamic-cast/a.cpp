#include "types.h"
namespace {
struct hidden : both {
  int h = 6;
};
} // namespace
extern "C" left *make_both() { return new both; }
extern "C" left *make_hidden() { return new hidden; }
extern "C" left *make_left() { return new left; }
extern "C" one *make_diamond() { return new diamond; }
