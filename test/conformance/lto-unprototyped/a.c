int sum(int a, int b) { return a + 2 * b; }
double half(double x) { return x / 2; }
const char *name(void) { return "a"; }
static int inner(int x) { return x * 3; }
int (*get(void))(int) { return inner; }
