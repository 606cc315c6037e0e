int in_d(void) { return 4; }
