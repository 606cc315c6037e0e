int number = 1;
char before[16] = "before";
char array[100] = {1};
char after[16] = "after";
struct { int x; struct { char y[10]; } inner; } record = {1};
char zeros[1000];
const double table[4] = {1, 2, 3, 4};
