#include "conform.h"
#include "log.h"
struct writer {
  writer() { book.add("constructor of the program"); }
  ~writer() { book.add("destructor of the program"); }
} one;
int main() { book.add("main"); }
