int index = 12;
int y1(int a, int b) { return a * 10 + b; }
int sum(void) { return index + y1(3, 4); }
