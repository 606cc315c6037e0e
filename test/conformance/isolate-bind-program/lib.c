int number = 1;
int get(void) { return number; }
int other(void) { return 3; }
int (*pointer)(void) = get;
int sum(void) { return get() * 100 + other() * 10 + pointer(); }
const char *who(void) { return "library"; }
const char *ask(void) { return who(); }
