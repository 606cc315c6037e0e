#include <string>
#include <vector>
struct journal {
  std::vector<std::string> lines;
  journal();
  ~journal();
  void add(const char *text);
};
extern journal book;
