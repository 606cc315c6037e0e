int shared_name(void) { return 3; }
int only_b(double x) { return (int)x; }
