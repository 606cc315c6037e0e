/* What the compiler calls, meaning something else. */
int __multi3(int x) { return x + 1; }
const char *fmod = "fmod";
int memcpy(void) { return 2; }
int memset = 3;
double __udivti3(double x) { return x * 2; }
int use_a(int x) {
  return __multi3(x) + memcpy() + memset + (int)__udivti3(x) + fmod[0];
}
