static __thread char before[N];
__thread int number;
static __thread char behind[N];
int touched(void) {
  int count = 0;
  for (int i = 0; i < N; i++)
    count += before[i] + behind[i];
  for (int i = 0; i < N; i++)
    before[i] = behind[i] = 1;
  return count + number++;
}
