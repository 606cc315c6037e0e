static int count;
static int inner(int x) { return x + ++count; }
int shown(int) __attribute__((alias("inner")));
int data[3] = {1, 2, 3};
extern int same_data[3] __attribute__((alias("data")));
int plain(void) { return 1; }
int replaced(void) __attribute__((weak, alias("plain")));
int kept(void) __attribute__((weak, alias("plain")));
int ask(void) { return replaced() * 10 + kept(); }
