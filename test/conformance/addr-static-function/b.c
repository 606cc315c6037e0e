static int inner(void) { return 3; }
typedef int (*function)(void);
function get(void) { return inner; }
