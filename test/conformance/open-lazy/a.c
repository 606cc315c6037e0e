__attribute__((weak)) int nowhere(void);
__attribute__((weak)) extern int no_data;
int use(void) { return nowhere ? nowhere() : 3; }
int has_data(void) { return &no_data != 0; }
