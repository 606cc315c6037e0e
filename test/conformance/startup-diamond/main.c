#include "conform.h"
int main(void) { say("main"); }
