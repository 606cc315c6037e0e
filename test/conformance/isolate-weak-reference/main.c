#include "conform.h"
int of_program(void) { return 2; }
int main(void) { run(opened("liba.so", RTLD_NOW), "show"); }
