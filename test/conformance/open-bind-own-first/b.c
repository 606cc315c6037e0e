int number = 2;
int get(void) { return 20; }
int sum(void) { return number + get(); }
