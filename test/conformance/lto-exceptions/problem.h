struct problem {
  int number;
  virtual int what() const { return number; }
  virtual ~problem() {}
};
struct hard : problem {
  int what() const override { return number + 1000; }
};
/* In each library another class by this name. */
namespace {
struct own { int number; };
}
