__attribute__((visibility("hidden"))) int hidden(void) { return 1; }
static int local(void) { return 2; }
int hidden_elsewhere(void);
int sum(void) { return hidden() * 100 + local() * 10 + hidden_elsewhere(); }
