int which(void) { return 2; }
int level = 20;
int maybe(void) { return 40; }
