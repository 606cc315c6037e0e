int number = N;
const int constant = N * 10;
int array[N] = {N};
int size(void) { return (int)sizeof array; }
int get(void) { return number * 1000 + constant + array[0]; }
int (*const pointer)(void) = get;
