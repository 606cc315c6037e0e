/* Library WHERE defines from_0 ... from_WHERE; libc2 is made global first. */
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
