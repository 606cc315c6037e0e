int f(void) { return 2; }
int g(void) { return 3; }
