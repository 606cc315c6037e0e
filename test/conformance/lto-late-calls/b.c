struct large { char text[3000]; };
static struct large one, two;
void fill(int c, unsigned n) {
  for (unsigned i = 0; i < n; i++) one.text[i] = (char)c;
}
struct large copy(struct large l) { return l; }
int use_b(int (*use_a)(int), int x) {
  fill('a' + x, sizeof one - 1);
  two = copy(one);
  return two.text[0] + two.text[2998] + two.text[2999] + use_a(x);
}
