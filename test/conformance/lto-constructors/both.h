#include "conform.h"
#define TEXT1(x) #x
#define TEXT(x) TEXT1(x)
