extern int shared_with_more;
int add(void) {
  static int here = 3;
  return here++ * 100 + ++shared_with_more;
}
