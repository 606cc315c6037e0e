#define EXPORT __attribute__((visibility("default")))
int helper(int x) { return x * 7 + 3; }
EXPORT int startup_work(int x) { return helper(x) * 3; }
EXPORT __attribute__((noinline)) int startup_kept(int x) {
  return helper(x) ^ 0x33;
}
