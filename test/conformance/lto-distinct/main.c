#include "conform.h"
#include "all.h"
static const int constant[4] = {1, 2, 3, 4};
static int variable = 5, zero;
static int function(void) { return 6; }
static struct all own = {constant, &variable, &zero, function};
int main(void) {
  static const char *const names[] = {"get_one", "get_two", "get_shown"};
  void *handles[] = {opened("liba.so", RTLD_NOW), opened("libb.so", RTLD_NOW)};
  struct all *all[7] = {&own};
  int same = 0, right = 0;
  for (int i = 0; i < 6; i++)
    all[i + 1] = ((struct all * (*)(void)) found(handles[i / 3], names[i % 3]))();
  for (int i = 0; i < 7; i++) {
    for (int k = 0; k < i; k++) {
      same += all[i]->constant == all[k]->constant;
      same += all[i]->function == all[k]->function;
      /* `one` and `shown` are of the same file. */
      if (i % 3 || i != k + 2 || !k)
        same += 100 * (all[i]->variable == all[k]->variable) +
                100 * (all[i]->zero == all[k]->zero);
    }
    right += all[i]->constant[3] == 4 && *all[i]->variable == 5 &&
             all[i]->function() == 6;
    *all[i]->variable = 5;
  }
  say("same: %d, right: %d", same, right);
  int (*a)(int) = (int (*)(int))found(handles[0], "change");
  int (*b)(int) = (int (*)(int))found(handles[1], "change");
  say("%d", a(1));
  say("%d", b(10));
  say("%d", a(1));
  say("%d %d %d", *all[1]->zero, *all[4]->zero, zero);
  return 0;
}
