int f(void) { return 1; }
int number = 2;
