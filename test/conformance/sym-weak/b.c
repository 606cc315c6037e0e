int both(void) { return 2; }
int weak_data = 20;
