#include "conform.h"
#include "journal.h"
journal::journal() { say("book opened"); }
journal::~journal() { say("book closed, %d lines", lines); }
void journal::add(const char *text) { say("%d: %s", ++lines, text); }
journal book;
