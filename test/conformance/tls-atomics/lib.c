__thread int first = N, second = 20 * N, zero;
int *address(int which) {
  return which == 0 ? &first : which == 1 ? &second : &zero;
}
