extern "C" int *make() { return new int(5); }
extern "C" void drop(int *p) { delete p; }
