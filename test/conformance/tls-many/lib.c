static __thread unsigned char block[N * 37] = {N};
static __thread unsigned char zeros[N * 11];
void fill(void) {
  for (int i = 0; i < N * 37; i++)
    block[i] = N;
  for (int i = 0; i < N * 11; i++)
    zeros[i] = N;
}
int check(void) {
  int wrong = 0;
  for (int i = 0; i < N * 37; i++)
    wrong += block[i] != N;
  for (int i = 0; i < N * 11; i++)
    wrong += zeros[i] != N;
  return wrong;
}
