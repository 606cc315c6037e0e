int next(void);
int twice(void);
int *place_of_b(void);
int three(void) { return twice() + next(); }
void reset(void) { *place_of_b() = 0; }
