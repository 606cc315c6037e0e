int calls;
int next(void) { return ++calls; }
