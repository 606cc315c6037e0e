#include "parent.h"
int parent::live;
parent::parent() { live++; }
parent::~parent() { live--; }
int parent::value() const { return 1; }
int parent::twice() const { return 2 * value(); }
extern "C" int twice(const parent *b) { return b->twice(); }
extern "C" parent *make_base() { return new parent; }
extern "C" int live() { return parent::live; }
