int first(void) { return 1; }
int second(int x) { return x + first(); }
