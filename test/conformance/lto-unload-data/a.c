/* flag has two values, mode too, once is stored to once, pair is split, table is
   never written to by name. */
static int flag, mode = 7, once = -1;
static struct { int a, b[3]; long c; } pair = {1, {2, 3, 4}, 5};
static int table[4] = {10, 20, 30, 40};
static int *current = table;
static const char *text = "first";
static int guarded;
int shared_with_more = 1;
void set(int x) {
  if (x) flag = 1, mode = 70;
  once = 99;
  pair.b[1] += x;
  pair.c *= 2;
  current = &table[x & 3];
  *current += 5;
  text = "second";
  shared_with_more += x;
}
int first_time(void) {
  if (guarded) return 0;
  guarded = 1;
  return 1;
}
int get(int what) {
  switch (what) {
  case 0: return flag;
  case 1: return mode;
  case 2: return once;
  case 3: return pair.a * 100 + pair.b[1] * 10 + (int)pair.c;
  case 4: return table[0] + table[1] + table[2] + table[3];
  case 5: return *current;
  case 6: return text[0];
  case 7: return first_time();
  default: return shared_with_more;
  }
}
