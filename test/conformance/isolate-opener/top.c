const char *who(void) { return "top"; }
const char *middle(void);
const char *ask(void) { return middle(); }
