extern int in_b[4], in_program;
int f_b(void), f_program(void);
static int own_static = 1;
int own = 2;
static int f_static(void) { return 3; }
int f_own(void) { return 4; }
int *data[] = {&own_static, &own, &in_b[2], &in_program};
int (*functions[])(void) = {f_static, f_own, f_b, f_program};
const char *const text[] = {"one", "two"};
struct list { struct list *next; int value; } second, first = {&second, 5}, second = {&first, 6};
