#define JOIN1(a, b) a##b
#define JOIN(a, b) JOIN1(a, b)

/* OWN: this library; NEXT: the one that it needs, round in a circle. */
int JOIN(f_, OWN)(int x) { return x + 1; }
int JOIN(f_, NEXT)(int);
int f_program(int);
extern int JOIN(d_, NEXT);
int JOIN(d_, OWN) = 1;

typedef int function(int);
static function *const table[] = {JOIN(f_, OWN), JOIN(f_, NEXT), f_program,
                                  JOIN(f_, OWN)};
static int *const data[] = {&JOIN(d_, OWN), &JOIN(d_, NEXT)};

function *JOIN(in_data_, OWN)(int i) { return table[i]; }
function *JOIN(in_code_, OWN)(int i) {
  switch (i) {
  case 0: return JOIN(f_, OWN);
  case 1: return JOIN(f_, NEXT);
  default: return f_program;
  }
}
int *JOIN(data_, OWN)(int i) { return data[i]; }
int JOIN(is_own_, OWN)(function *f) { return f == JOIN(f_, OWN); }
int JOIN(is_next_, OWN)(function *f) { return f == JOIN(f_, NEXT); }
int JOIN(is_program_, OWN)(function *f) { return f == f_program; }
