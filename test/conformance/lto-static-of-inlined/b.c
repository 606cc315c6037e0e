int next(void);
int *place(void);
int twice(void) { return next() + next(); }
int *place_of_b(void) { return place(); }
