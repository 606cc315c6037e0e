/* An object of its own, first on the link line of a program with startup
   libraries: a constructor that comes before the program's own and behind those
   of the C and C++ run time. */
#include "runtime.h"

__attribute__((constructor(101))) static void start(void) {
  __dlweld_start_libraries();
}
