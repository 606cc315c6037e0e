int number = 1;
int get(void) { return number; }
int (*getter)(void) = get;
int *address(void) { return &number; }
int through(void) { return get() + getter(); }
