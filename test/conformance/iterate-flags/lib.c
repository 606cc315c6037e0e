int data[50] = {1};
char zeros[5000];
const int constant[20] = {3};
