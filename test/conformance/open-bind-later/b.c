__attribute__((weak)) int helper(void);
int use(void) { return helper ? helper() : -1; }
