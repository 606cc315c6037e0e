#include "conform.h"

int main(void) {
  static const char *const names[] = {"liba.so", "libb.so", "libd.so"};
  void *handles[3];
  for (int i = 0; i < 3; i++) {
    handles[i] = opened(names[i], RTLD_NOW);
    say("%d %d", call(handles[i], "misplaced"), call(handles[i], "sum"));
  }
  run(handles[1], "spoil");
  for (int i = 0; i < 3; i++) say("%d", call(handles[i], "sum"));
  run(handles[0], "spoil");
  run(handles[2], "spoil");
  for (int i = 0; i < 3; i++) dlclose(handles[i]);
  for (int i = 0; i < 3; i++) {
    handles[i] = opened(names[i], RTLD_NOW);
    say("%d %d", call(handles[i], "misplaced"), call(handles[i], "sum"));
  }
  return 0;
}
