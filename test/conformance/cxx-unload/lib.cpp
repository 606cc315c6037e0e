#include "conform.h"
#include <string>
#include <vector>
struct noisy {
  const char *name;
  int uses = 0;
  explicit noisy(const char *name) : name(name) { say("construct %s", name); }
  ~noisy() { say("destroy %s, %d", name, uses); }
};
static noisy first("first");
static std::vector<std::string> list{
    "a string that does not fit in the object"};
extern "C" int use() {
  static noisy local("local");
  list.push_back(list.back() + "!");
  first.uses++, local.uses++;
  return static_cast<int>(list.size());
}
