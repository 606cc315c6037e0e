#include "conform.h"
#include "thrown.h"

#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)
#define TEXT1(a) #a
#define TEXT(a) TEXT1(a)
#define MY(name) JOIN(OWN, name)

struct guard {
  ~guard() { say("  out of %s", TEXT(OWN)); }
};

extern "C" {
void MY(_throw)(int kind) { throw_kind(kind); }
void MY(_pass)(void (*f)(int), int kind) {
  guard g;
  f(kind);
}
void JOIN(NEXT, _pass)(void (*f)(int), int kind);
int MY(_catch)(void (*f)(int), int kind) {
  try {
    JOIN(NEXT, _pass)(f, kind);
  } catch (const deep_fault &x) {
    return 100 + x.twice();
  } catch (const fault &x) {
    return 200 + x.twice();
  } catch (int x) {
    return 300 + x;
  } catch (const char *x) {
    return 400 + x[0];
  }
  return 0;
}
}
