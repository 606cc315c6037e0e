extern int in_program;
int in_a = 1;
int use(void) { return in_program; }
