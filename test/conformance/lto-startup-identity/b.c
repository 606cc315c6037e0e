int function(void);
extern int data;
int is_function_in_a(int (*f)(void));
int is_data_in_a(int *p);
int is_function_in_b(int (*f)(void)) { return f == function; }
int is_data_in_b(int *p) { return p == &data; }
int both(void) { return is_function_in_a(function) + 2 * is_data_in_a(&data); }
