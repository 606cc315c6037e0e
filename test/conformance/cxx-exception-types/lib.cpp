#include "types.h"
static derived object;
extern "C" void fail(int how) {
  switch (how) {
  case 0:
    throw 7;
  case 1:
    throw 2.5;
  case 2:
    throw "text";
  case 3:
    throw colour::green;
  case 4:
    throw parent(5);
  case 5:
    throw derived();
  case 6:
    throw &object;
  case 7:
    throw nullptr;
  case 8:
    throw static_cast<short>(1);
  }
}
