template <typename T> class stack {
  T items[10];
  int count = 0;

public:
  void push(const T &item) { items[count++] = item; }
  T pop() { return items[--count]; }
  int size() const { return count; }
  template <typename F> T fold(F f) const {
    T result{};
    for (int i = 0; i < count; i++)
      result = f(result, items[i]);
    return result;
  }
};
