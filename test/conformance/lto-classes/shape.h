#define TOGETHER_INLINE inline
struct shape {
  virtual int area() { return 10 * N; }
  virtual int edges() { return N; }
  virtual ~shape() {}
};
inline int next() {
  static int count = 100 * N;
  return ++count;
}
template <class T> struct counted {
  static T count;
  static T add(T x) { return count += x; }
};
template <class T> T counted<T>::count = N;
