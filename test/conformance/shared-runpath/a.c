int b(void), d(void);
int a(void) { return b() * 10 + d(); }
