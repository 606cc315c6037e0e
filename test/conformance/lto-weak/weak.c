__attribute__((weak)) int which(void) { return 1; }
__attribute__((weak)) int level = 10;
__attribute__((weak)) extern int nowhere(void);
__attribute__((weak)) extern int no_data;
__attribute__((weak)) int maybe(void);
int ask(void) { return which() + level; }
int there(void) {
  return (nowhere ? 1 : 0) + (&no_data ? 2 : 0) + (maybe ? maybe() : 0);
}
int (*pointer(void))(void) { return which; }
