int b_data = 1;
int b_function(void) { return 2; }
int (*b_takes_function(void))(void) { return b_function; }
int *b_takes_data(void) { return &b_data; }
int (*kept_function)(void) = b_function;
int *kept_data = &b_data;
