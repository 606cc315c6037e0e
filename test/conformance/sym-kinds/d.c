const char thing[] = "four";
int use(void) { return thing[0]; }
