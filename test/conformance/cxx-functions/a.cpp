#include <functional>
#include <string>
extern "C" std::function<int(int)> *make(int by) {
  static int calls;
  std::string name(40, 'x');
  return new std::function<int(int)>([by, name](int n) {
    return n * by + static_cast<int>(name.size()) + ++calls;
  });
}
