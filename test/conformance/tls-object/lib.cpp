#include "conform.h"
struct object {
  int number;
  explicit object(int n) : number(n) { say("constructed %d", n); }
  ~object() { say("destroyed %d", number); }
};
thread_local object of_file(N * 10);
extern "C" int file() { return ++of_file.number; }
extern "C" int function() {
  static thread_local object of_function(N * 100);
  return ++of_function.number;
}
