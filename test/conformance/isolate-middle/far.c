#define TEXT(x) #x
#define STRING(x) TEXT(x)
const char *who(void) { return STRING(NAME); }
const char *what(void) { return STRING(NAME); }
