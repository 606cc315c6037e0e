struct problem {
  virtual ~problem() {}
  virtual int code() const { return 0; }
};
