static int inner = 1;
static int zero;
static const int constant[5] = {1, 2, 3};
__attribute__((visibility("hidden"))) int hidden = 2;
const void *addresses[] = {&inner, &zero, &constant[1], &hidden};
