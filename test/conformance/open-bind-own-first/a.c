int number = 1;
int get(void) { return 10; }
int sum(void) { return number + get(); }
