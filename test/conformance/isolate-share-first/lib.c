int registry = N;
int add(void) { return registry += 10; }
