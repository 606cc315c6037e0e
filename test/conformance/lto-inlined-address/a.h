typedef int function(int);
int add(int);
int twice(int);
function *add_in_a(void);
int is_add_in_a(function *);
extern function *const table_of_a[2];
