/* libfirst.so, which needs libsecond.so. */
unsigned second_step(unsigned sum);

unsigned first_step(unsigned sum) { return sum * 5 + 1; }

unsigned first_loop(unsigned count) {
  unsigned sum = 0;
  for (unsigned i = 0; i < count; i++)
    sum = second_step(sum);
  return sum;
}
