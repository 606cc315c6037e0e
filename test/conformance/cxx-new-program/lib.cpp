extern "C" int *make() { return new int(4); }
extern "C" void drop(int *p) { delete p; }
extern "C" int *make_array() { return new int[10]; }
extern "C" void drop_array(int *p) { delete[] p; }
