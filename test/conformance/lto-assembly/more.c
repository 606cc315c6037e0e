int by_assembly(void);
/* Nothing in C refers to it. */
__attribute__((used)) int helper(void) { return 3 + N; }
int use_more(void) { return by_assembly() + 2000; }
