int service(int);
extern int level;
int work(void) {
  level++;
  return service(100);
}
