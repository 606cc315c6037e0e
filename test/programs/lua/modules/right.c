/* The other of two modules that have all their global names in common: here
   `count` is a double, `step` takes a string, and `name` is an array. */
#include <stdio.h>
#include <string.h>

#include "lauxlib.h"
#include "lua.h"

double count = 0.5;
double step(const char *text) { return count += (double)strlen(text); }
char name[] = "right";
/* left.c and Lua have a function of that name. */
int luaL_openlibs = 7;

__attribute__((destructor)) static void leave(void) {
  printf("right was stepped to %g\n", count);
}

static int call_step(lua_State *L) {
  lua_pushnumber(L, step(luaL_checkstring(L, 1)));
  return 1;
}

static int openlibs(lua_State *L) {
  lua_pushinteger(L, luaL_openlibs++);
  return 1;
}

int luaopen_twins_right(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"step", call_step}, {"openlibs", openlibs}, {NULL, NULL}};
  luaL_newlib(L, functions);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "name");
  return 1;
}
