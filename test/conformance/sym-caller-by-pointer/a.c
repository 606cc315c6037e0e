#include "conform.h"
int number = 1;
int look(void *(*find)(void *, const char *)) {
  int *address = (int *)find(RTLD_NEXT, "number");
  return address ? *address : -1;
}
int own_look(void) {
  void *(*volatile find)(void *, const char *) = (void *(*)(void *, const char *))dlsym;
  return look(find);
}
