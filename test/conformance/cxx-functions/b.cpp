#include <functional>
extern "C" int apply(std::function<int(int)> f, int n) { return f(f(n)); }
extern "C" std::function<int(int)> *wrap(std::function<int(int)> *f) {
  return new std::function<int(int)>([f = *f](int n) { return -f(n); });
}
