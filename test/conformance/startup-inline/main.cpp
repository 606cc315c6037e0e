#include "conform.h"
#include "shared.h"
addresses of_a(), of_b();
static void compare(const addresses &other) {
  addresses own = all();
  say("%s %s %s %s %s", yes(own.variable == other.variable),
      yes(own.local == other.local), yes(own.value == other.value),
      yes(own.instance == other.instance), yes(own.function == other.function));
}
int main() {
  compare(of_a());
  compare(of_b());
  say("%d %d %d %d", variable, local(), holder<int>::value,
      *of_template<int>());
}
