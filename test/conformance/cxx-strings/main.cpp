#include "conform.h"
#include <map>
#include <memory>
#include <string>
#include <vector>
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  std::unique_ptr<std::string> text(((std::string * (*)()) found(a, "text"))());
  ((void (*)(std::string *))found(b, "grow"))(text.get());
  say("%s", text->c_str());
  std::unique_ptr<std::vector<std::string>> list(
      ((std::vector<std::string> * (*)()) found(a, "list"))());
  ((void (*)(std::vector<std::string> *))found(b, "add"))(list.get());
  say("%d %s", (int)list->size(), list->back().c_str());
  std::map<std::string, int> map;
  ((void (*)(std::map<std::string, int> *))found(a, "fill"))(&map);
  ((void (*)(std::map<std::string, int> *))found(b, "prune"))(&map);
  for (auto &entry : map)
    say("%s %d", entry.first.c_str(), entry.second);
}
