#include "conform.h"
char letter = 'x';
short small = -2;
long long large = 0x123456789abcdefLL;
double real = 2.5;
int zero;
int array[5] = {1, 2, 3, 4, 5};
char text[] = "some text";
const char *pointer = "pointed at";
const int constant = 77;
struct pair { int first; char second; } pair = {8, 'p'};
char big[100000];
__attribute__((aligned(64))) int aligned = 64;
int changed(void) {
  return zero * 1000 + array[4] * 100 + (text[0] == 'S') * 10 + big[99999];
}
