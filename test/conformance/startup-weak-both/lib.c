#define TEXT(x) #x
#define NAME(x) TEXT(x)
#define JOIN(a, b) a##b
#define OWN(a, x) JOIN(a, x)
__attribute__((weak)) const char *hook(void) { return NAME(WHO); }
__attribute__((weak)) const char *among(void) { return NAME(WHO); }
const char *OWN(ask_, WHO)(void) { return hook(); }
const char *OWN(among_, WHO)(void) { return among(); }
