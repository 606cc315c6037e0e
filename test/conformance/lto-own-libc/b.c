#include <ctype.h>
#include <stdio.h>
#include <string.h>
int use_b(int (*use_a)(int), int x) {
  char line[40];
  snprintf(line, sizeof line, "%d", use_a(x));
  printf("%s\n", line);
  printf("a line\n");
  printf("%c", 'c');
  puts(strchr(line, '2') ? "there is a two" : "there is none");
  fflush(stdout);
  return (int)strlen(line) + toupper('a');
}
