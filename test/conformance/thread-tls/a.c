_Thread_local int before = 3;
_Thread_local int own = 100;
_Thread_local int zero;
int next(void) { return ++own + ++zero; }
int *address(void) { return &own; }
