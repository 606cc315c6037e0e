#define EXPORT __attribute__((visibility("default")))
EXPORT int third_count;
static __attribute__((noinline)) int local_third(int x) { return x ^ 0x99; }
int helper(int x) { return x * 11 + 4; }

EXPORT int third_scale(int x) {
  third_count++;
  return helper(x) * 1000;
}
EXPORT __attribute__((noinline)) int third_kept(int x) {
  return helper(x) + local_third(x);
}
