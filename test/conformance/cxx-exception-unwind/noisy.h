#include "conform.h"
#include <exception>
struct noisy {
  int where, which;
  noisy(int where, int which) : where(where), which(which) {}
  ~noisy() {
    say("%d.%d, %d uncaught", where, which, std::uncaught_exceptions());
  }
};
