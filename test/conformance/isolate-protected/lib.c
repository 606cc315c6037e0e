#define SEEN(x) __attribute__((visibility(#x)))
SEEN(protected) int guarded = 1;
SEEN(hidden) int secret = 2;
SEEN(default) int seen = 3;
SEEN(protected) int get_guarded(void) { return guarded; }
SEEN(hidden) int get_secret(void) { return secret; }
int sum(void) { return get_guarded() + 10 * get_secret() + 100 * seen; }
