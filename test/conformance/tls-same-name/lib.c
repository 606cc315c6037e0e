__thread int count = N;
int next(void) {
  static __thread int of_function = 100 * N;
  return of_function++ + count++;
}
