inline int variable = 1;
inline int &local() {
  static int count = 10;
  return count;
}
template <typename T> struct holder {
  static T value;
};
template <typename T> T holder<T>::value = 100;
inline int step() {
  int &count = local();
  return variable++ + count++ + holder<int>::value++;
}
