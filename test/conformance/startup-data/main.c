#include "conform.h"
extern int counter, numbers[4];
extern const char text[];
int *counter_address(void);
int add(int by);
int (*add_address(void))(int);
int main(void) {
  int before = counter, sum = add(2);
  say("%d %d %d", before, sum, counter);
  counter = 7;
  say("%d", add(0));
  numbers[3] += numbers[2];
  say("%s %d", text, numbers[3]);
  say("one variable: %s", yes(&counter == counter_address()));
  say("one function: %s", yes(add == add_address()));
}
