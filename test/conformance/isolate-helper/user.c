int helper(void);
extern int helper_uses;
int use(void) { return helper() * 10 + helper_uses; }
