#include "types.h"
struct reverse : machine {
  int turn(int n) override { return state -= n; }
};
extern "C" machine *make() { return new reverse; }
extern "C" void choose(int i, step *s, slot *d) {
  *s = i ? &machine::turn : &machine::plain;
  *d = &machine::state;
}
