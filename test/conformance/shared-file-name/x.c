int x(void) { return 23; }
