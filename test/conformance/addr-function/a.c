int shared_name(void) { return 1; }
int only_a(void) { return 2; }
int (*by_pointer)(void) = only_a;
