#include "shared.h"
addresses of_a() {
  variable++;
  local()++;
  holder<int>::value++;
  ++*of_template<int>();
  return all();
}
