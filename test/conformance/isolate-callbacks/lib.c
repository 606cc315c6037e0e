static int multiply(int n) { return n * (N + 1); }
int handle(int n) { return multiply(n) + N * 1000; }
int apply(int (*f)(int), int n) { return f(n) + handle(0); }
int (*inner(void))(int) { return multiply; }
