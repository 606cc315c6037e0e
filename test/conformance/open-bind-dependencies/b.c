int only_d(void);
int f(void) { return 2; }
int only_b(void) { return f() * 10; }
