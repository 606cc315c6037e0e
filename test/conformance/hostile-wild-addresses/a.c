int f(void) { return 1; }
int data[10] = {1};
int zero[10];
