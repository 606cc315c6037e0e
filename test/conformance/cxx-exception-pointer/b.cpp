#include <exception>
extern "C" void release(const std::exception_ptr *from) {
  std::rethrow_exception(*from);
}
