__thread int thing = 3;
int use(void) { return thing; }
