int present = 1;
static int hidden_by_static = 2;
int *use(void) { return &hidden_by_static; }
