int function(void) { return 1; }
int data[10] = {1};
char zeros[77];
static int inner;
void *get(void) { return &inner; }
