#include "thread.h"
#include <link.h>
enum { TIMES = 4000 };
static int met, stop, good_f, good_data, good_next, good_address, good_walk;
static void *a;
static void finds(void *argument) {
  (void)argument;
  meet(&met, 5);
  for (int i = 0; i < TIMES; i++) {
    add(&good_f, call(a, "f"));
    add(&good_data, value(RTLD_DEFAULT, "data"));
    add(&good_next, dlsym(a, "missing") == NULL && dlerror() != NULL);
  }
}
static int count(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  *(int *)argument += same(base(info->dlpi_name), "liba.so");
  return 0;
}
static void looks(void *argument) {
  (void)argument;
  meet(&met, 5);
  for (int i = 0; i < TIMES; i++) {
    Dl_info info;
    int seen = 0;
    add(&good_address, dladdr(found(a, "f"), &info) && same(info.dli_sname, "f"));
    dl_iterate_phdr(count, &seen);
    add(&good_walk, seen);
  }
}
static void changes(void *argument) {
  meet(&met, 5);
  for (int i = 0; i < TIMES && !get(&stop); i++) {
    void *b = opened("libb.so", i % 3 ? RTLD_NOW : RTLD_NOW | RTLD_GLOBAL);
    void *c = opened("libc2.so", i % 3 ? RTLD_NOW : RTLD_NOW | RTLD_GLOBAL);
    add(argument, call(c, "h") == 4 && call(b, "g") == 2);
    dlclose(c);
    dlclose(b);
  }
}
int main(void) {
  thread threads[5];
  static int good[2];
  a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  thread_start(&threads[0], finds, NULL);
  thread_start(&threads[1], finds, NULL);
  thread_start(&threads[2], looks, NULL);
  thread_start(&threads[3], changes, &good[0]);
  thread_start(&threads[4], changes, &good[1]);
  for (int i = 0; i < 5; i++) thread_join(&threads[i]);
  say("f: %d, data: %d, missing: %d", good_f, good_data, good_next);
  say("dladdr: %d, dl_iterate_phdr: %d", good_address, good_walk);
  say("others: %d %d", good[0], good[1]);
}
