extern int depth;
int *opened(void) { return &depth; }
