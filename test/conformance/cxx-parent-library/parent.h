struct parent {
  static int live;
  parent();
  virtual ~parent();
  virtual int value() const;
  int twice() const;
};
