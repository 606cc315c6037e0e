/* A library (or program) called NAME, by -DNAME=a: who() tells its name, and it
   says when its constructors and destructors run, unless QUIET is defined. */
#ifndef NAMED_H
#define NAMED_H

#include "conform.h"

#define NAMED_TEXT1(name) #name
#define NAMED_TEXT(name) NAMED_TEXT1(name)
#define NAMED_JOIN1(a, b) a##b
#define NAMED_JOIN(a, b) NAMED_JOIN1(a, b)
/* NAME as a string; OWN(_x) is a name that begins with it: a_x. */
#define MY_NAME NAMED_TEXT(NAME)
#define OWN(suffix) NAMED_JOIN(NAME, suffix)

#ifdef __cplusplus
extern "C"
#endif
const char *who(void) { return MY_NAME; }

#ifndef QUIET
__attribute__((constructor)) static void named_begin(void) {
  say("%s begins", MY_NAME);
#ifdef AT_BEGIN
  AT_BEGIN();
#endif
}

__attribute__((destructor)) static void named_end(void) {
  say("%s ends", MY_NAME);
#ifdef AT_END
  AT_END();
#endif
}
#endif

#endif
