int x(void);
int user(void) { return x() + 1; }
