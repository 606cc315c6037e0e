/* Others by these names. */
double sum(double a) { return a + 1; }
int half(const char *a, int b) { return a[b]; }
int name = 5;
int use(void) { return (int)(sum(1.5) * 2) + half("xyz", 2) + name; }
