#include "conform.h"
int main(void) { say("%d", call(opened("liba.so", RTLD_NOW), "get")); }
