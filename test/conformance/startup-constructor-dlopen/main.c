#include "conform.h"
extern int state;
int main(void) {
  say("main, %d, %s", state,
      yes(dlopen("libopened.so", RTLD_NOW | RTLD_NOLOAD) != NULL));
}
