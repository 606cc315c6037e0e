int one(void) { return 1; }
int two(void) __attribute__((alias("one")));
