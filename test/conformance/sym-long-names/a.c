#define TEN(x) x##x##x##x##x##x##x##x##x##x
#define TEN1(x) TEN(x)
#define TEN2(x) TEN1(x)
#define THOUSAND TEN2(TEN1(TEN(abcdefghij)))
#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)
int JOIN(TEN2(TEN1(TEN(abcdefgh))), 0) = 10;
int JOIN(TEN2(TEN1(TEN(abcdefgh))), 1) = 11;
int JOIN(TEN2(TEN1(TEN(abcdefgh))), 2)(void) { return 12; }
