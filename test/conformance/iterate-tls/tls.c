__thread int first = 1;
__thread char more[100];
int *get(void) { return &first; }
int last(void) { return more[99]; }
