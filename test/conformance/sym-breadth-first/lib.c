/* Library number WHERE in breadth-first order defines from_0 ... from_WHERE. */
int from_0 = WHERE;
#if WHERE >= 1
int from_1 = WHERE;
#endif
#if WHERE >= 2
int from_2 = WHERE;
#endif
#if WHERE >= 3
int from_3 = WHERE;
#endif
