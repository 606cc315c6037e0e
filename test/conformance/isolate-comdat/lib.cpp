#if N == 1
inline int pick(int i) { return i * 10 + 1; }
#else
inline int pick(int i) {
  switch (i) {
  case 0:
    return 7;
  case 1:
    return 77;
  case 2:
    return 777;
  case 3:
    return -1;
  case 4:
    return 5;
  default:
    return 2;
  }
}
#endif
struct user {
  int get(int i) { return pick(i) + 1000 * N; }
};
extern "C" int use(int i) { return user().get(i); }
extern "C" int (*address())(int) { return pick; }
