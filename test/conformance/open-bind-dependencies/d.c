int f(void) { return 4; }
int in_c_and_d(void) { return f() * 100; }
int only_d(void) { return f() * 1000; }
