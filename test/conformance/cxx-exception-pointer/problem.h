struct problem {
  int n;
  ~problem();
};
