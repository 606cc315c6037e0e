int number = 1;
int get(void) { return 10; }
int own(void) { return 100; }
int sum(void) { return number + get() + own(); }
int *where(void) { return &number; }
