void set(int x);
int get(int what);
int add(void);
static int of_b;
void set_all(int x) {
  set(x);
  add();
  of_b = x;
}
int get_all(int what) { return what == 9 ? of_b : what == 10 ? add() : get(what); }
