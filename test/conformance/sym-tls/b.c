__thread int counter = 50;
__thread int in_b = 7;
int next_b(void) { return ++counter; }
