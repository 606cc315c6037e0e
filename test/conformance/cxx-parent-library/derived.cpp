#include "parent.h"
struct derived : parent {
  int value() const override { return parent::value() + 20; }
};
extern "C" parent *make() { return new derived; }
extern "C" int is_derived(parent *b) {
  return dynamic_cast<derived *>(b) != nullptr;
}
extern "C" void drop(parent *b) { delete b; }
