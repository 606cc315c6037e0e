int f(void) { return 3; }
int in_c_and_d(void) { return f() * 100; }
