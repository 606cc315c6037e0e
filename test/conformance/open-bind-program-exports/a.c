extern int total;
int add(int);
int twice(int n) { return add(n) + add(n); }
int *where(void) { return &total; }
