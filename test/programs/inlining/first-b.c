/* The other: nobody outside knows of these. */
int helper(int x) { return x * 3 + 1; }
__attribute__((noinline)) int kept(int x) { return x ^ 0x55; }
int unused(int x) { return helper(x) + kept(x); }
