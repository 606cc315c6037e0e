#ifdef A
int only_a = 'a';
#endif
#ifdef B
int b_or_c = 'b', b_or_d = 'b';
#endif
#ifdef C
int b_or_c = 'c', c_or_d = 'c', c_or_f = 'c';
#endif
#ifdef D
int b_or_d = 'd', c_or_d = 'd', d_or_e = 'd', d_or_f = 'd';
#endif
#ifdef E
int d_or_e = 'e', e_or_f = 'e';
#endif
#ifdef F
int c_or_f = 'f', d_or_f = 'f', e_or_f = 'f', only_f = 'f';
#endif
