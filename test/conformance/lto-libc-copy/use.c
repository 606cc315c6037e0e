typedef __SIZE_TYPE__ size_t;
size_t strlen(const char *s);
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int c, size_t n);
int strcmp(const char *a, const char *b);

struct large { char text[500]; int number; };
static struct large one;
static struct large changed(struct large l) {
  l.number += N;
  return l;
}
int use(const char *text) {
  struct large two;
  size_t n = strlen(text);
  memset(&two, 'x', sizeof two);
  memcpy(two.text, text, n + 1);
  two.number = (int)n;
  one = changed(two);
  for (int i = 0; i < 100; i++) two.text[i] = 0;
  return one.number * 1000 + (strcmp(one.text, text) == 0) * 100 +
         (one.text[n + 1] == 'x') * 10 + (two.text[0] == 0);
}
