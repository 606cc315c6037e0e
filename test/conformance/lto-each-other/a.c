int b_odd(int), b_step(int);
extern int b_count, *const b_places[];
int a_count = 1;
int a_even(int n) { return n == 0 ? a_count : b_odd(n - 1); }
static int step(int x) { return x + a_count; }
int (*const a_steps[])(int) = {step, b_step, a_even};
int *const a_places[] = {&a_count, &b_count};
int a_step(int x) {
  a_count += x;
  return b_count * 100 + *b_places[0];
}
int a_same(void) {
  return (b_places[0] == &a_count) + 2 * (b_places[1] == &b_count) +
         4 * (a_places[1] == b_places[1]);
}
