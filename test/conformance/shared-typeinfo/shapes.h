#include <typeinfo>

#define SHOWN __attribute__((visibility("default")))

struct SHOWN shape {
  virtual ~shape() {}
  virtual int area() const { return 0; }
};
struct SHOWN named {
  virtual ~named() {}
  int number = 5;
};
struct SHOWN square : shape, named {
  int area() const override { return 4; }
};
/* Its vtable and typeinfo are in libkey.so. */
struct SHOWN keyed : shape {
  int area() const override;
};
template <class T> struct SHOWN box : shape {
  T value{};
  int area() const override { return sizeof value > 2 ? 7 : 3; }
};
