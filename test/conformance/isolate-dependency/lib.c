#define JOIN(a, b) a##b
#define WALK(a) JOIN(walk_, a)
int number = N;
static int twin = N;
int get(void) { return number * 10 + twin; }
#if N == 1
#define SELF top
#elif N == 2
#define SELF middle
#else
#define SELF bottom
#endif
#ifdef NEXT
int WALK(NEXT)(void);
int WALK(SELF)(void) { return get() + 100 * WALK(NEXT)(); }
#else
int WALK(SELF)(void) { return get(); }
#endif
