/* A library of the randomised test, and the program as library 0. Compiled with
   -DNUMBER=n, -DSYMBOLS=mask of which of s0 to s7 it defines, -DNEEDED(X)=X(a)
   X(b) for each direct dependency, -DWEAK= for the program and startup libraries
   (whose weak definitions weld merges, as what refers to them would see it) and
   -DWEAK=__attribute__((weak)) for the others. Names s0 to s7 are common to all libraries;
   what they hold says whose they are. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "actors.h"
#include <dlfcn.h>
#include <stdlib.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

/* Back to zero when the library is loaded anew. */
static int calls;

static int called(int symbol) {
  return NUMBER * 100 + symbol + 10000 * calls++;
}

#if SYMBOLS & 1
int s0(void) { return called(0); }
#endif
#if SYMBOLS & 2
int s1(void) { return called(1); }
#endif
#if SYMBOLS & 4
WEAK int s2(void) { return called(2); }
#endif
#if SYMBOLS & 8
int s3(void) { return called(3); }
#endif
#if SYMBOLS & 16
int s4 = NUMBER * 100 + 4;
#endif
#if SYMBOLS & 32
WEAK int s5 = NUMBER * 100 + 5;
#endif
#if SYMBOLS & 64
int s6 = NUMBER * 100 + 6;
#endif
#if SYMBOLS & 128
_Thread_local int s7 = NUMBER * 100 + 7;
#endif

/* A function of a name that no other library has. */
int JOIN(u, NUMBER)(void) { return NUMBER * 100 + 8; }

#define DECLARE(n) int JOIN(u, n)(void);
NEEDED(DECLARE)

static int call_needed(void) {
  int sum = 0;
#define CALL(n) sum += JOIN(u, n)();
  NEEDED(CALL)
  return sum;
}

/* dlopen and dlsym know their caller by the return address: no tail calls. */
static void *open(const char *name, int mode) {
  void *volatile result = dlopen(name, mode);
  return result;
}
static void *find(void *handle, const char *name) {
  void *volatile result = dlsym(handle, name);
  return result;
}

static void handler0(void) { actor_handles(NUMBER, 0); }
static void handler1(void) { actor_handles(NUMBER, 1); }
static void handler2(void) { actor_handles(NUMBER, 2); }

static int at_exit(unsigned handler) {
  return atexit(handler == 0 ? handler0 : handler == 1 ? handler1 : handler2);
}

static const struct actor self = {open, find, at_exit, call_needed};

__attribute__((constructor)) static void begin(void) {
  actor_begins(NUMBER, &self);
}
__attribute__((destructor)) static void end(void) { actor_ends(NUMBER); }
