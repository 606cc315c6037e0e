int shown(int);
extern int data[3], same_data[3];
int replaced(void), kept(void), plain(void);
int use(void) {
  data[1] += 10;
  return shown(100) * 1000 + same_data[1];
}
/* volatile: compilers take names for different things, if they are asked. */
static void *volatile all[] = {data, same_data, kept, plain, replaced};
int equal(void) {
  return (all[0] == all[1]) + 2 * (all[2] == all[3]) + 4 * (all[4] == all[3]);
}
