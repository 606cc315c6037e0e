#include <ostream>
struct point {
  int x, y;
  friend std::ostream &operator<<(std::ostream &o, const point &p) {
    return o << '(' << p.x << ", " << p.y << ')';
  }
};
struct printer {
  virtual ~printer() {}
  virtual std::ostream &print(std::ostream &) const = 0;
};
inline std::ostream &operator<<(std::ostream &o, const printer &p) {
  return p.print(o);
}
