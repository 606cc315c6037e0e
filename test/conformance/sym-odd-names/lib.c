#define ODD(name, label) int name(void) __asm__(label); \
  int name(void) { return NUMBER; }
ODD(a, "with.dots")
ODD(b, "with..dots.")
ODD(c, "with$dollar")
ODD(d, "_")
ODD(e, "x.liba.so")
ODD(g, ".begins")
ODD(h, "Zw\303\266lf")
ODD(i, "$")
ODD(j, "with$2edots")
int x(void) { return NUMBER + 10; }
int n\u00e4me = NUMBER + 20;
