int data[50] = {1};
char zeros[5000];
static int inner = 2, inner_zero;
const int constant[20] = {3};
int *get(void) { return &inner; }
int *get_zero(void) { return &inner_zero; }
