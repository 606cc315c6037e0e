#include "conform.h"
/* Natively its symbols are hidden; welded that alone would show all of them. */
static void look(void *handle, const char *name) {
  dlerror();
  void *address = dlsym(handle, name);
  const char *error = dlerror();
  say("%s: %s, error %s", name, yes(address != NULL), yes(error != NULL));
  say("it tells the name: %s",
      yes(error != NULL && has(error, name)));
}
int main(void) {
  void *none = opened("libnone.so", RTLD_NOW | RTLD_GLOBAL);
  say("another dlopen gives the same: %s",
      yes(dlopen("libnone.so", RTLD_NOW) == none));
  look(none, "of_none");
  look(none, "datum_of_none");
  look(RTLD_DEFAULT, "of_none");
  look(none, "registered");
  void *function = ((void *(*)(void))found(none, "registered_function"))();
  Dl_info info;
  say("dladdr: %s", yes(dladdr(function, &info) != 0));
  say("%s, %s", base(info.dli_fname), info.dli_sname);
  dlclose(none);
  say("closed once");
  dlclose(none);
  say("closed");
}
