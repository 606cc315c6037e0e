#define CAT1(a, b) a##b
#define CAT(a, b) CAT1(a, b)
__thread int shown = 1;
static __thread int hidden = 2;
static __thread char zero[100];
int CAT(NAME, _next)(void) {
  static __thread int inner = 3;
  zero[50]++;
  return shown++ * 1000 + hidden++ * 100 + inner++ * 10 + zero[50];
}
int *CAT(NAME, _place)(void) { return &shown; }
