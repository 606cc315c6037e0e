#include "all.h"
static const int constant[4] = {1, 2, 3, 4};
static int variable = 5, zero;
static int function(void) { return 6; }
struct all two = {constant, &variable, &zero, function};
struct all *get_two(void) { return &two; }
