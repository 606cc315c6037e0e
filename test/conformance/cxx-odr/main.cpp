#include "conform.h"
struct config {
  double d = 2.5;
  virtual ~config() {}
  virtual double half() { return d / 2; }
};
int main() {
  config *c = new config;
  say("%d", call(opened("liba.so", RTLD_NOW), "use"));
  say("%d", call(opened("libb.so", RTLD_NOW), "use"));
  say("%d", static_cast<int>(c->half() * 100));
  delete c;
}
