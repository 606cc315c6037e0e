struct left {
  int l = 1;
  virtual ~left() {}
};
struct right {
  int r = 2;
  virtual ~right() {}
};
struct both : left, right {
  int b = 3;
};
struct top {
  int t = 4;
  virtual ~top() {}
};
struct one : virtual top {};
struct two : virtual top {};
struct diamond : one, two {
  int d = 5;
};
