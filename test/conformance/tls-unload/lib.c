__thread int initialised = 5, zero;
int next(void) { return ++initialised * 100 + ++zero; }
