enum class colour { red, green };
struct parent {
  int n;
  explicit parent(int n) : n(n) {}
  virtual ~parent() {}
};
struct other {
  int m = 9;
  virtual ~other() {}
};
struct derived : other, parent {
  derived() : parent(6) {}
};
