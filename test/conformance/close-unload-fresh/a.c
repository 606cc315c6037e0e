#include "conform.h"
int data = 1, zero, by_constructor = 2;
static int local_data = 3, local_zero;
const int constant = 4;
char text[] = "text";
char large[70000];
int *pointer = &data;
static int one(void) { return 1; }
static int two(void) { return 2; }
static int (*function)(void) = one;
const char *name = "first";
static struct { char pad; int value; } pair = {'p', 5};
__attribute__((constructor)) static void begin(void) { by_constructor += 100; }
void change(void) {
  static int times;
  static int more = 10;
  say("changed %d, %d", ++times, ++more);
  data = zero = by_constructor = local_data = local_zero = 50;
  text[0] = 'n';
  large[0] = large[69999] = 1;
  pointer = &zero;
  function = two;
  name = "second";
  pair.pad = 'q';
  pair.value = 6;
}
void look(void) {
  say("%d %d %d %d %d %d", data, zero, by_constructor, local_data, local_zero, constant);
  say("%s %d %d %s %d %s %c%d", text, large[0], large[69999], yes(pointer == &data),
      function(), name, pair.pad, pair.value);
}
