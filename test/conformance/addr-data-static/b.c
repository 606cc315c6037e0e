static int inner = 3;
void *get(void) { return &inner; }
