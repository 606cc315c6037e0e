#include <typeinfo>
struct common {
  virtual ~common() {}
};
struct derived : common {
  int n = 3;
};
template <typename T> struct box {
  virtual ~box() {}
};
enum class colour { red };
