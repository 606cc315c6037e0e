static int count = BASE + 50;
static int step(void) {
  static int count = 0;
  return ++count;
}
int two(void) { return count + step(); }
