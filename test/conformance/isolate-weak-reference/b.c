int of_dependency(void) { return 1; }
int datum_of_dependency = 3;
