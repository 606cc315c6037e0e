__thread int first = 1;
int *get(void) { return &first; }
