#include <string>
struct config {
#if N == 2
  std::string text = "text of the second";
#endif
  int number = N;
  virtual ~config() {}
#if N == 2
  virtual int more() { return 1000; }
#endif
  virtual int get() { return number * 10; }
};
static int ask(config *c) { return c->get(); }
extern "C" int use() {
  config *c = new config;
  int result = ask(c);
#if N == 2
  result += static_cast<int>(c->text.size()) + c->more();
#endif
  delete c;
  return result;
}
