static int hidden_count;
int next(void) {
  static int count = 10;
  return ++count * 100 + ++hidden_count;
}
int *place(void) { return &hidden_count; }
