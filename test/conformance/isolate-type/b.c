double work(double a) { return a / 2; }
int use(void) { return (int)work(9); }
