int a_next(void), b_next(void), *a_place(void), *b_place(void);
int use(void) { return a_next() * 10000 + b_next(); }
int apart(void) { return a_place() != b_place(); }
