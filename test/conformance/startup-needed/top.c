int deep(void);
int top(void) { return deep() + 1; }
