int only_b(void), in_c_and_d(void), only_d(void);
int f(void) { return 1; }
int all(void) { return f() + only_b() + in_c_and_d() + only_d(); }
