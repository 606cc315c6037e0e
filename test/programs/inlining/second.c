/* Needs the third library. */
int third_scale(int);
int third_kept(int);
extern int third_count;
static __attribute__((noinline)) int local_second(int x) { return x ^ 0x77; }
int helper(int x) { return x * 5 + 2; }

__attribute__((visibility("default"))) int second_work(int x) {
  return helper(x) + third_scale(x) + third_kept(x) + local_second(x) + third_count;
}
