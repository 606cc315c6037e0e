#include "conform.h"
#include "log.h"
journal book;
journal::journal() { say("book opened"); }
journal::~journal() { say("book closed, %d lines", (int)lines.size()); }
void journal::add(const char *text) {
  lines.push_back(text);
  say("%d: %s", (int)lines.size(), text);
}
