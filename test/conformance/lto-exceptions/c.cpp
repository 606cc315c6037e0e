#include "conform.h"
#include "problem.h"
int kind_in_b(int x);
extern "C" int kind(int x) {
  try { return kind_in_b(x); }
  catch (problem &p) { return p.what(); }
  catch (own &) { return -14; }
  catch (const char *) { throw 55; }
}
extern "C" void rethrow(int x) {
  try { kind_in_b(x); } catch (...) { throw; }
}
