int number = N;
extern int other_number __attribute__((alias("number")));
int get(void) { return number; }
int get_too(void) __attribute__((alias("get")));
int get_weakly(void) __attribute__((weak, alias("get")));
int sum(void) { return get() + get_too() * 10 + get_weakly() * 100; }
