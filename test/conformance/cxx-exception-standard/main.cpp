#include "conform.h"
#include <functional>
#include <memory>
#include <stdexcept>
#include <typeinfo>
int main() {
  void (*fail)(int) = (void (*)(int))found(opened("liba.so", RTLD_NOW), "fail");
  for (int how = 0; how < 8; how++) {
    try {
      fail(how);
      say("nothing");
    } catch (const std::runtime_error &e) {
      say("runtime_error %s", e.what());
    } catch (const std::out_of_range &) {
      say("out_of_range");
    } catch (const std::logic_error &e) {
      say("logic_error %s", e.what());
    } catch (const std::bad_alloc &) {
      say("bad_alloc");
    } catch (const std::bad_cast &) {
      say("bad_cast");
    } catch (const std::bad_typeid &) {
      say("bad_typeid");
    } catch (const std::exception &e) {
      say("exception %s",
          yes(dynamic_cast<const std::bad_function_call *>(&e) ||
              dynamic_cast<const std::bad_weak_ptr *>(&e)));
    }
  }
}
