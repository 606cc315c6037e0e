inline int variable = 1;
inline int &local() {
  static int count = 10;
  return count;
}
extern "C" int use() { return ++variable * 100 + ++local(); }
