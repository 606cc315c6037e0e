struct machine {
  int state = 1;
  virtual ~machine() {}
  virtual int turn(int n) { return state += n; }
  int plain(int n) { return state * n; }
};
using step = int (machine::*)(int);
using slot = int machine::*;
