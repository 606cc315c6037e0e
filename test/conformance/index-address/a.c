#define F(n) int name_##n(int x) { return x + n; }
F(1) F(10) F(11) F(12) F(13) F(14) F(15) F(16) F(17) F(18) F(19)
F(2) F(20) F(21) F(22) F(3)
int name(int x) { return x + 100; }
int nam(int x) { return x + 101; }
int of_another(int x) { return x + 102; }
int name_number = 7;
int table[16] = {1, 2, 3};
