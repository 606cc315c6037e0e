#include "journal.h"
static struct writer {
  writer() { book.add("a constructed"); }
  ~writer() { book.add("a destroyed"); }
} writer;
