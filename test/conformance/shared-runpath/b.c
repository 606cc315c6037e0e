int d(void);
int b(void) { return d() + 1; }
