#include <errno.h>
#include <stdlib.h>
#include <string.h>
void fail(void) { errno = ERANGE; }
int get_errno(void) { return errno == EDOM; }
int random_number(void) { return rand(); }
const char *word(void) { return strtok(NULL, " "); }
const char *variable(void) { return getenv("CONFORM_WORD"); }
void set(void) { setenv("CONFORM_WORD", "library", 1); }
