__thread int count = 5;
__thread int zero;
int *count_address(void) { return &count; }
int bump(void) {
  zero++;
  return ++count;
}
