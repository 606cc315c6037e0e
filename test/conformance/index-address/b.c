int name_22(int x) { return x * 2; }
int nam(int x) { return x * 3; }
