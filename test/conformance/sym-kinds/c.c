double thing(double x, long long y) { return x + (double)y; }
int use(void) { return (int)thing(1.5, 2); }
