namespace space {
struct point { int x, y; };
struct outer {
  outer();
  static int inner();
  static int inner(int);
  static int inner(double);
  static int inner(const char *);
  static int inner(const point &);
  static int inner(point);
  static int inner2();
  int inner(int, int) const;
  static int count;
};
template <class T> struct map { static int get(); };
outer::outer() { count++; }
int outer::inner() { return 1; }
int outer::inner(int x, int y) const { return x * y; }
int outer::inner(int x) { return x + 2; }
int outer::inner(double) { return 3; }
int outer::inner(const char *) { return 4; }
int outer::inner(const point &p) { return p.x; }
int outer::inner(point p) { return p.y; }
int outer::inner2() { return 7; }
int outer::count = 9;
template <class T> int map<T>::get() { return sizeof(T); }
template struct map<int>;
template struct map<double>;
int remove() { return 5; }
}
extern "C" int plain() { return 6; }
