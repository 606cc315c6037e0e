int work(int a, int b) { return a - b; }
int use(void) { return work(50, 8); }
