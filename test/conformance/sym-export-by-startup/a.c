int hook(int);
int call_hook(int n) { return hook(n) * 2; }
