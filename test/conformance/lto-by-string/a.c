static int secret(void) { return 1; }
__attribute__((visibility("hidden"))) int hidden(void) { return 2; }
int never_called(int a, double b, const char *c) { return a + (int)b + c[0]; }
int result_unused(int *p) { return *p += 5; }
int parameter_unused(int a, int b) { return a; }
int level = 3;
int get_level(void) { return level; }
const int fixed = 4;
int array[5] = {1, 2, 3, 4, 5};
double wide = 2.5;
int sum(void) { return array[0] + array[1] + array[2] + array[3] + array[4]; }
static int (*handler)(int);
void set_handler(int (*f)(int)) { handler = f; }
int use_handler(int x) { return handler ? handler(x) : -1; }
