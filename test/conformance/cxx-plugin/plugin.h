struct plugin {
  virtual ~plugin() {}
  virtual int run(int) = 0;
  virtual const char *name() const { return "unnamed"; }
};
