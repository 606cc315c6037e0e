#include "conform.h"
int look(void) {
  return (dlsym(RTLD_DEFAULT, "api_one") != NULL) * 100 +
         (dlsym(RTLD_DEFAULT, "api_two") != NULL) * 10 +
         (dlsym(RTLD_DEFAULT, "other") != NULL);
}
