struct parent {
  virtual ~parent() {}
};
