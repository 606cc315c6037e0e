#include "shared.h"
addresses of_b() {
  variable++;
  local()++;
  holder<int>::value++;
  ++*of_template<int>();
  return all();
}
