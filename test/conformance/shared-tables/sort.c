typedef int compare(const void *, const void *);

static int down(const void *a, const void *b) {
  return *(const int *)b - *(const int *)a;
}
static int up(const void *a, const void *b) { return down(b, a); }

compare *const orders[] = {up, down, up};

/* Of ints, by insertion. */
void sort(int *values, int n, compare *order) {
  for (int i = 1; i < n; i++)
    for (int k = i; k > 0 && order(&values[k], &values[k - 1]) < 0; k--) {
      int value = values[k];
      values[k] = values[k - 1];
      values[k - 1] = value;
    }
}
