#include "conform.h"
#include <memory>
struct thing {
  int n = 3;
};
extern "C" void make(std::shared_ptr<thing> *p) {
  *p = std::shared_ptr<thing>(new thing, [](thing *t) {
    say("deleter of a, %d", t->n);
    delete t;
  });
}
