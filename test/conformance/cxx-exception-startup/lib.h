#include <stdexcept>
struct failure : std::runtime_error {
  int code;
  failure(const char *text, int code);
  ~failure() override;
};
struct plain {
  int n;
};
void fail(int code);
int attempt(void (*f)());
