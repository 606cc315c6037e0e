int thing = 2;
int use(void) { return thing; }
