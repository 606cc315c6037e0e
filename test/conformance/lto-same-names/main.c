#include "conform.h"
#define N 3
#define FILE 3
#include "names.h"
int inside(int x) { return -x; }
int level = 77;
int main(void) {
  void *handles[] = {opened("liba.so", RTLD_NOW), opened("libb.so", RTLD_NOW)};
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 2; i++) {
      int (*one)(int) = (int (*)(int))found(handles[i], "one");
      int (*two)(int) = (int (*)(int))found(handles[i], "two");
      say("%d", one(round));
      say("%d", two(round));
    }
  for (int i = 0; i < 2; i++)
    for (int x = 0; x < 6; x++) {
      typedef const char *words(int);
      typedef int number(int);
      say("%s %s", ((words *)found(handles[i], "one_word"))(x),
          ((words *)found(handles[i], "two_word"))(x));
      say("%d %d", ((number *)found(handles[i], "one_number"))(x),
          ((number *)found(handles[i], "two_number"))(x));
    }
  say("%s %d %d", word_of(3), number_of(2), table[1](1));
  say("%d %d", inside(5), level);
  return 0;
}
