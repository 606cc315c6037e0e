#include "conform.h"
int a(int);
int main(void) { say("main, %d", a(4)); }
