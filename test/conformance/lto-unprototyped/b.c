int sum();
double half();
const char *name();
int (*get())();
int use(void) { return sum(3, 4) + (int)half(9.0) + name()[0] + get()(2); }
int (*pointer(void))() { return sum; }
