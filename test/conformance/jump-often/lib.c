#include <setjmp.h>
#include <string.h>
int depth(jmp_buf *place, int n) {
  char room[1000];
  memset(room, n, sizeof room);
  if (n == 0)
    longjmp(*place, 1 + room[500]);
  return depth(place, n - 1) + room[1];
}
