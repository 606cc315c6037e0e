int one(void) { return 1; }
int two(void) __attribute__((alias("one")));
int three(void) __attribute__((weak, alias("one")));
int number = 5;
extern int other_number __attribute__((alias("number")));
