int version(void), count(void);
int user(void) { return 10 * version() + count(); }
