#include "conform.h"
int *get_a(int), *get_b(int);
int main() {
  for (int i = 0; i < 2; i++) {
    int *a = get_a(i), *b = get_b(i);
    say("%s %d %d", yes(a == b), *a, *b);
  }
  say("end of main");
}
