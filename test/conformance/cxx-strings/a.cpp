#include <map>
#include <memory>
#include <string>
#include <vector>
extern "C" std::string *text() {
  return new std::string("a text that is too long for the object itself");
}
extern "C" std::vector<std::string> *list() {
  return new std::vector<std::string>{"one", "two"};
}
extern "C" void fill(std::map<std::string, int> *m) {
  for (const char *key : {"pear", "apple", "fig"})
    (*m)[key] = static_cast<int>(m->size());
}
