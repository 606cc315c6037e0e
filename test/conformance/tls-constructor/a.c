extern __thread int of_b;
__thread int of_a = 1;
__attribute__((constructor)) static void begin(void) { of_a += of_b; }
int get(void) { return of_a; }
