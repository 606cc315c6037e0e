const char *hook(void) { return "strong"; }
int level = 2;
