#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <typeinfo>
#include <vector>
struct left {
  virtual ~left() {}
};
struct right {
  virtual ~right() {}
};
struct own : std::logic_error {
  own() : std::logic_error("own") {}
};
extern "C" void fail(int how) {
  left l;
  left *none = nullptr;
  switch (how) {
  case 0:
    throw std::runtime_error("a message of some length, so that it is copied");
  case 1:
    throw own();
  case 2:
    throw std::bad_alloc();
  case 3:
    std::vector<int>().at(2);
    break;
  case 4:
    dynamic_cast<right &>(l);
    break;
  case 5:
    typeid(*none).name();
    break;
  case 6:
    std::function<void()>()();
    break;
  case 7:
    std::shared_ptr<int>(std::weak_ptr<int>());
    break;
  }
}
