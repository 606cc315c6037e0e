int shared;
int shared;
int buffer[N * 100];
int add(void) {
  for (int i = 0; i < N * 100; i++)
    shared += buffer[i]++ + 1;
  return shared;
}
