struct all {
  const int *constant;
  int *variable, *zero;
  int (*function)(void);
};
