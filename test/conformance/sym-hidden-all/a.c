static int inner = 1;
int data = 2;
int function(void) { return inner; }
