struct journal {
  int lines = 0;
  journal();
  ~journal();
  void add(const char *text);
};
extern journal book;
