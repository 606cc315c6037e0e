#include <map>
#include <string>
#include <vector>
extern "C" void grow(std::string *s) { s->append(", and longer").erase(0, 2); }
extern "C" void add(std::vector<std::string> *v) {
  for (int i = 0; i < 20; i++)
    v->push_back(v->at(i) + "!");
}
extern "C" void prune(std::map<std::string, int> *m) { m->erase("fig"); }
