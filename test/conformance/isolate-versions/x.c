int calls;
int version(void) { return VERSION; }
int count(void) { return ++calls; }
