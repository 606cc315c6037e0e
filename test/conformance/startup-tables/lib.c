int own = 3;
static int get(void) { return own; }
int twice(int n) { return 2 * n; }
struct pair {
  int (*function)(int);
  int *datum;
};
extern int thrice(int), programs;
struct pair of_program = {thrice, &programs};
int (*const getters[])(void) = {get, 0};
