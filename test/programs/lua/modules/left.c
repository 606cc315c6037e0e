/* One of two modules that have all their global names in common, and not one
   of them means the same: right.c is the other. */
#include <stdio.h>
#include <stdlib.h>

#include "lauxlib.h"
#include "lua.h"

int count = 10;
int step(int by) { return count += by; }
const char *name(void) { return "left"; }
/* Lua has it too: an own definition comes first. */
__attribute__((noinline)) void luaL_openlibs(lua_State *L) {
  lua_pushliteral(L, "left's luaL_openlibs");
}

/* Lua closes its libraries at its end: this is not left for exit then. */
static void leave(void) { printf("left was stepped to %d\n", count); }
__attribute__((constructor)) static void enter(void) { atexit(leave); }

static int call_step(lua_State *L) {
  lua_pushinteger(L, step((int)luaL_checkinteger(L, 1)));
  return 1;
}

static int openlibs(lua_State *L) {
  luaL_openlibs(L);
  return 1;
}

int luaopen_twins_left(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"step", call_step}, {"openlibs", openlibs}, {NULL, NULL}};
  luaL_newlib(L, functions);
  lua_pushstring(L, name());
  lua_setfield(L, -2, "name");
  return 1;
}
