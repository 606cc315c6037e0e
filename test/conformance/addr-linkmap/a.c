int f(void) { return 1; }
static int inner;
void *get(void) { return &inner; }
