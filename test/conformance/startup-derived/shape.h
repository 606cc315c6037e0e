struct shape {
  virtual ~shape();
  virtual int area() const = 0;
  virtual const char *name() const;
};
int twice(const shape &);
shape *make();
