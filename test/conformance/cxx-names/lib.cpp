namespace space {
int number = 4;
int over(int n) { return n + number; }
int over(double d) { return static_cast<int>(d * 10); }
template <typename T> struct box {
  T value;
  T get() const { return value; }
};
template struct box<long long>;
struct point {
  int x, y;
  point operator+(point other) const;
  static int count;
};
point point::operator+(point other) const { return {x + other.x, y + other.y}; }
int point::count = 6;
} // namespace space
int operator"" _days(unsigned long long n) { return static_cast<int>(n) * 24; }
