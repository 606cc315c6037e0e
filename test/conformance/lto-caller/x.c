int which(void) { return N; }
