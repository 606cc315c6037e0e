const char *who(void);
const char *middle(void) { return who(); }
