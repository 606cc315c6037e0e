__thread int counter = 5;
__thread char letters[10] = "abc";
__thread int zero;
int next(void) { return ++counter; }
int *where(void) { return &counter; }
