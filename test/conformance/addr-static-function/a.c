static int inner(void) { return 1; }
__attribute__((visibility("hidden"))) int hidden(void) { return 2; }
typedef int (*function)(void);
function functions[] = {inner, hidden};
