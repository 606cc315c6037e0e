#include "conform.h"

#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)
#define TEXT1(a) #a
#define TEXT(a) TEXT1(a)

static int count = 5;
static int zeros[100];
extern int JOIN(NEXT, _data);
int JOIN(OWN, _data) = 30;

static int add(int x) { return x + count; }
static int sub(int x) { return x - count + zeros[x % 100]; }
static int (*const table[])(int) = {add, sub, add};

__attribute__((constructor)) static void begin(void) {
  count++;
  zeros[7]++;
  say("%s begins, %d", TEXT(OWN), count);
}

int JOIN(OWN, _function)(int x) {
  int result = JOIN(NEXT, _data)++;
  for (int i = 0; i < 3; i++) result += table[i](x);
  return result;
}
void *JOIN(OWN, _static)(void) { return (void *)sub; }
