__thread int first = 1, second = 2, third;
int *addresses(int which) {
  return which == 0 ? &first : which == 1 ? &second : &third;
}
