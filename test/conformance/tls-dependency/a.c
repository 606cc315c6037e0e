extern __thread int of_b, of_program;
int add(void) { return ++of_b + ++of_program; }
int *address(void) { return &of_b; }
