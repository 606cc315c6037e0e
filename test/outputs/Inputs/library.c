/* Three libraries that have all names in common: NUMBER tells them apart. */
#define VISIBLE __attribute__((visibility("default")))
#define PASTE(a, b) a##b
#define NAME(a, b) PASTE(a, b)

VISIBLE int value = NUMBER;
VISIBLE int zeros[NUMBER];
VISIBLE const char words[] = "what is never written to";
static volatile int constructed; /* so that compilers leave it to run time */
static int helper(int x) { return x + constructed; }
VISIBLE int NAME(only_, NUMBER)(int x) { return helper(x) + NUMBER; }
VISIBLE int (*table[])(int) = {helper, NAME(only_, NUMBER)};
VISIBLE int *pointers[] = {&value, zeros};
/* (Without atomics a compiler makes these plain data.) */
VISIBLE _Thread_local int filled = 5;
VISIBLE _Thread_local int local = NUMBER;
VISIBLE int *local_address(void) { return &local; }
__attribute__((constructor)) static void begin(void) { constructed += 10; }
#ifdef NEEDED
int NAME(only_, NEEDED)(int);
#else
static int NAME(only_, 0)(int x) { return x; }
#define NEEDED 0
#endif
#ifdef GREET
VISIBLE int start_greet(int x) { return x + NUMBER; }
#endif
#if defined(UNLOAD) && !defined(UNCALLED)
__attribute__((destructor)) static void end(void) { constructed = 0; }
#endif
#ifdef UNCALLED
#define CALL NAME(only_, NUMBER)
#else
#define CALL table[1]
#endif
VISIBLE int work(int x) {
  return CALL(x) + *pointers[0] + local + NAME(only_, NEEDED)(x) * 1000;
}
