#include "conform.h"
struct noisy {
  int count = 0;
  noisy() { say("constructed"); }
  ~noisy() { say("destroyed, %d", count); }
};
inline noisy variable;
inline noisy &local() {
  static noisy instance;
  return instance;
}
int *GET(int which) {
  noisy &n = which ? local() : variable;
  n.count++;
  return &n.count;
}
