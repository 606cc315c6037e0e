static int count = BASE;
static int step(void) { return count += 1; }
int one(void) { return step(); }
