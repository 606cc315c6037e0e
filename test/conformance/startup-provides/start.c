int level = 6;
int service(int n) { return n + level; }
