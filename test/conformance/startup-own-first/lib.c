#define TEXT(x) #x
#define NAME(x) TEXT(x)
#define JOIN(a, b) a##b
#define OWN(a, x) JOIN(a, x)
const char *name(void) { return NAME(WHO); }
const char *between(void) { return NAME(WHO); }
const char *OWN(name_, WHO)(void) { return name(); }
const char *OWN(between_, WHO)(void) { return between(); }
