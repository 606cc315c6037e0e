#include "conform.h"
int main() {
  void *user = opened("libuser.so", RTLD_NOW),
       *owner = opened("libowner.so", RTLD_NOW);
  say("opened");
  say("%d", call(user, "user"));
  say("%d", call(owner, "other"));
  say("%d", call(user, "user"));
}
