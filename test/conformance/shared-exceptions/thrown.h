#define SHOWN __attribute__((visibility("default")))

struct SHOWN fault {
  int code;
  explicit fault(int code) : code(code) {}
  virtual ~fault() {}
  virtual int twice() const { return 2 * code; }
};
struct SHOWN deep_fault : fault {
  explicit deep_fault(int code) : fault(code) {}
  int twice() const override { return 4 * code; }
};

/* Throws this kind of thing. */
inline void throw_kind(int kind) {
  switch (kind) {
  case 0: throw fault(1);
  case 1: throw deep_fault(2);
  case 2: throw 3;
  case 3: throw "text";
  }
}
