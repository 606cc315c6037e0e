int f(void) { return 1; }
int data = 5;
