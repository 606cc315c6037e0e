int in_b[4] = {70, 71, 72, 73};
int f_b(void) { return 8; }
