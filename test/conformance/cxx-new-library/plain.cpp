extern "C" int *make() { return new int(7); }
