/* What every file has, and says something else in each. */
#define CAT1(a, b) a##b
#define CAT(a, b) CAT1(a, b)
static int count = 1000 * N + 100 * FILE;
static const char *const words[] = {"zero", N == 1 ? "one" : "two"};
static int helper(int x) { return ++count + x; }
static int (*const table[])(int) = {helper, helper};
static const char *word_of(int x) {
  switch (x) {
  case 0: return "none";
  case 1: return FILE == 1 ? "first" : "second";
  case 2: return N == 1 ? "a" : "b";
  case 3: return words[1];
  case 4: return "four";
  default: return "many";
  }
}
static int number_of(int x) {
  switch (x) {
  case 0: return N;
  case 1: return 10 * FILE;
  case 2: return 100 * N + FILE;
  case 3: return -7;
  case 4: return 44;
  default: return 0;
  }
}
