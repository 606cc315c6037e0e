int inside(int x) {
  int result;
#ifdef __wasm__
  __asm__ volatile(".functype helper (i32) -> (i32)\n"
                   "local.get %1\n"
                   "call helper\n"
                   "local.set %0\n"
                   : "=r"(result)
                   : "r"(x));
#else
  int helper(int);
  result = helper(x);
#endif
  return result;
}
int use(int x) { return inside(x) + inside(x + 1); }
