__attribute__((weak)) int both(void);
int has(void) { return both ? both() : -1; }
