static int count;
__attribute__((used)) int helper(int x) { return 10 * N + x + 100 * ++count; }
