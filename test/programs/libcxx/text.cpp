/* The library: iostream, regex, containers, algorithms, smart pointers, an inline
   variable, a thread-unsafe static, virtual functions and constructors of
   globals. */
#include "text.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iomanip>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

int alive;

struct Announce {
  explicit Announce(const char *what) : what(what) {
    std::cout << "up: " << what << std::endl;
  }
  ~Announce() { std::cout << "down: " << what << std::endl; }
  const char *what;
} announce("the library");

struct Filter {
  virtual ~Filter() { alive--; }
  virtual std::string operator()(std::string word) const = 0;
  Filter() { alive++; }
};

struct Lower : Filter {
  std::string operator()(std::string word) const override {
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return word;
  }
};

struct Strip : Filter {
  std::string operator()(std::string word) const override {
    static const std::regex end("(ing|s|ed)$");
    return std::regex_replace(word, end, "");
  }
};

} // namespace

struct text {
  explicit text(const char *pattern)
      : pattern(pattern, std::regex::ECMAScript | std::regex::icase) {
    filters.push_back(std::make_unique<Lower>());
    filters.push_back(std::make_unique<Strip>());
  }
  std::regex pattern;
  std::list<std::unique_ptr<Filter>> filters;
  std::unordered_map<std::string, int> counts;
  std::multimap<int, std::string, std::greater<int>> by_count;
};

text *text_new(const char *pattern) { return new text(pattern); }

int text_add(text *t, const char *line) {
  std::istringstream in(line);
  int found = 0;
  for (std::string part; std::getline(in, part, '/');)
    for (std::sregex_iterator i(part.begin(), part.end(), t->pattern), end;
         i != end; ++i, found++)
      t->counts[std::accumulate(
          t->filters.begin(), t->filters.end(), i->str(1),
          [](std::string word, auto &f) { return (*f)(std::move(word)); })]++;
  return found;
}

void text_report(text *t) {
  t->by_count.clear();
  std::map<std::string, int> sorted(t->counts.begin(), t->counts.end());
  for (auto &[word, count] : sorted)
    t->by_count.emplace(count, word);
  for (auto &[count, word] : t->by_count)
    std::cout << std::setw(4) << std::setfill('.') << count << ' ' << std::left
              << std::setw(12) << word << std::right << '|' << std::hex
              << std::showbase << count << std::dec << '\n';
  std::cout << std::fixed << std::setprecision(3)
            << double(sorted.size()) / 7 << ' ' << std::scientific << 1e10 / 3
            << ' ' << std::boolalpha << sorted.empty() << std::defaultfloat
            << std::noshowbase << std::endl;
}

char *text_longest(text *t) {
  std::vector<std::string> words;
  for (auto &entry : t->counts)
    words.push_back(entry.first);
  std::sort(words.begin(), words.end(), [](auto &a, auto &b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  std::ostringstream out;
  for (size_t i = 0; i < words.size() && i < 3; i++)
    out << (i ? ", " : "") << std::quoted(words[i]);
  return strdup(out.str().c_str());
}

int text_alive(void) { return alive; }
void text_free(text *t) { delete t; }
