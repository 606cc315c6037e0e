#include <string>
struct problem {
  std::string text;
  explicit problem(const char *t) : text(t) {}
  virtual ~problem() {}
  virtual int code() const { return 1; }
};
struct hard_problem : problem {
  using problem::problem;
  int code() const override { return 2; }
};
