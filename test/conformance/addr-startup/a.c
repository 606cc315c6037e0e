int function(void) { return 1; }
int data[5] = {2};
