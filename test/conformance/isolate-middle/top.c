const char *who(void), *what(void);
const char *top_who(void) { return who(); }
const char *top_what(void) { return what(); }
