int level = 1;
int *where = &level;
int next_level(void) { return ++level; }
__attribute__((constructor)) static void begin(void) { level = 10; }
