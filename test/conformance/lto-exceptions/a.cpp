#include "problem.h"
void check(int x) {
  if (x == 1) throw x;
  if (x == 2) { hard h; h.number = x; throw h; }
  if (x == 3) { problem p; p.number = x; throw p; }
  if (x == 4) throw own{x};
  if (x == 5) throw "text";
}
int kind_in_a(int x) {
  try { check(x); } catch (int) { return 1; } catch (hard &) { return 2; }
  catch (problem &) { return 3; } catch (own &) { return 4; }
  catch (...) { return 5; }
  return 0;
}
