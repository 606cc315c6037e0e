__thread int of_b = 100;
int get(void) { return of_b; }
