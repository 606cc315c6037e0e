int function(void);
extern int data;
int is_function_in_a(int (*f)(void)) { return f == function; }
int is_data_in_a(int *p) { return p == &data; }
int is_function_of_its_own(void) { return is_function_in_a(function); }
