int b_inner(void) { return 100; }
int b_api(void) { return b_inner() * 2; }
