struct object {
  int number;
  object();
};
extern thread_local object shared;
extern thread_local int plain;
