int b_function(void);
extern int b_data;
int (*a_takes_function(void))(void) { return b_function; }
int *a_takes_data(void) { return &b_data; }
