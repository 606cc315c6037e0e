int in_d(void);
int h(void) { return in_d(); }
