inline int together() {
  static int count;
  return ++count;
}
struct widget {
  virtual int size() { return together(); }
};
