#include "conform.h"
void next_of_a(const char *), next_of_b(const char *), next_of_c(const char *);
const char *name(void) { return "program"; }
int main(void) {
  const char *(*next)(void) = (const char *(*)(void))dlsym(RTLD_NEXT, "name");
  say("behind the program: %s", next ? next() : "nothing");
  next_of_a("name");
  next_of_b("name");
  next_of_c("name");
  next_of_a("next_of_a");
}
