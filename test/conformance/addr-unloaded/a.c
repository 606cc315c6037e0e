int data[10] = {1};
int f(void) { return 2; }
