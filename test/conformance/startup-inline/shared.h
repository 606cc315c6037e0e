inline int variable = 1;
inline int &local() {
  static int count = 10;
  return count;
}
template <typename T> struct holder {
  static T value;
};
template <typename T> T holder<T>::value = 100;
template <typename T> T *of_template() {
  static T instance = 1000;
  return &instance;
}
struct addresses {
  int *variable, *local, *value, *instance;
  int *(*function)();
};
inline addresses all() {
  return {&variable, &local(), &holder<int>::value, of_template<int>(),
          of_template<int>};
}
