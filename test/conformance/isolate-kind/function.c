int thing(void) { return 1; }
int use(void) { return thing(); }
