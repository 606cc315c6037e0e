int function(void) { return 1; }
int data = 2;
int *inside = &data;
