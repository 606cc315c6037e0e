int result_unused(int *p);
int parameter_unused(int a, int b);
int get_level(void);
int sum(void);
int use_handler(int x);
int use(void) {
  int x = 1;
  result_unused(&x);
  return x + parameter_unused(10, 77) + get_level() * 1000 + sum() * 10000;
}
int use_later(int x) { return use_handler(x); }
