/* Not libc's. */
int puts(int a, int b) { return a * 10 + b; }
int strlen = 7;
int toupper(const char *a, int b) { return a[b] * 2; }
double printf(double x) { return x + 0.5; }
const char *strchr(int n) { return n ? "many" : "none"; }
int use_a(int x) {
  return puts(x, 1) + strlen + toupper("ab", 1) + (int)(printf(x) * 2) +
         strchr(x)[0];
}
