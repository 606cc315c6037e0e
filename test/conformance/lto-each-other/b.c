int a_even(int), a_step(int);
extern int a_count, *const a_places[];
extern int (*const a_steps[])(int);
int b_count = 10;
int *const b_places[] = {&a_count, &b_count};
int b_odd(int n) { return n == 0 ? -b_count : a_even(n - 1); }
int b_step(int x) { return x * b_count; }
int b_all(int x) {
  int sum = 0;
  for (int i = 0; i < 3; i++) sum = sum * 10 + a_steps[i](x);
  b_count++;
  sum += a_step(x);
  sum += *a_places[0] + *a_places[1];
  return sum + (a_steps[1] == b_step) + 2 * (a_steps[2] == a_even);
}
