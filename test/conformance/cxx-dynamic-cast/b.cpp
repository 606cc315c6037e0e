#include "types.h"
namespace {
struct hidden : both {};
} // namespace
extern "C" int down(left *p) {
  both *q = dynamic_cast<both *>(p);
  return q ? q->b : 0;
}
extern "C" int across(left *p) {
  right *q = dynamic_cast<right *>(p);
  return q ? q->r : 0;
}
extern "C" int to_hidden(left *p) {
  return dynamic_cast<hidden *>(p) != nullptr;
}
extern "C" int whole(right *p) {
  return dynamic_cast<void *>(p) == dynamic_cast<both *>(p);
}
extern "C" int diamond_across(one *p) {
  two *q = dynamic_cast<two *>(p);
  return q ? q->t * 10 + dynamic_cast<diamond *>(q)->d : 0;
}
