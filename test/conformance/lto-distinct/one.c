#include "all.h"
static const int constant[4] = {1, 2, 3, 4};
const int shown_constant[4] = {1, 2, 3, 4};
static int variable = 5, zero;
static int function(void) { return 6; }
int shown_function(void) { return 6; }
struct all one = {constant, &variable, &zero, function};
struct all shown = {shown_constant, &variable, &zero, shown_function};
struct all *get_one(void) { return &one; }
struct all *get_shown(void) { return &shown; }
int change(int by) { return zero += by; }
