struct pair {
  const char *text;
  int (*get)(void);
  int *number;
};
int number = N;
static int get(void) { return number; }
__thread struct pair pair = {"text", get, &number};
__thread short first = N, second = -N;
static __thread long long wide = N * 0x100000000;
__thread char text[] = "thread-local text";
struct pair *address(void) { return &pair; }
int high(void) { return (int)(wide++ >> 32) * 10 + (int)(wide & 7); }
