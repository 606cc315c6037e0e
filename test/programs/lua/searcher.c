/* A searcher for Lua 5.4: require finds modules of C among the welded
   libraries, without a file system. luaopen_searcher puts it behind the others
   of package.searchers. Names are as with files: module a.b is function
   luaopen_a_b of library a/b.so, or else of a.so. Opening is left to
   package.loadlib, which calls dlopen, and dlclose at the end. */
#include <dlweld.h>
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

/* The library NAME.so. */
static const dlweld_library *find(lua_State *L, const char *name) {
  return dlweld_find(lua_pushfstring(L, "%s.so", name), DLWELD_EXACT);
}

/* What require shall say where there is no library: which there are. */
static int missing(lua_State *L) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  luaL_addstring(&text, "no library of that name among");
  for (const dlweld_library *l = NULL; (l = dlweld_iterate(l)) != NULL;) {
    luaL_addchar(&text, ' ');
    luaL_addstring(&text, dlweld_soname(l));
  }
  luaL_pushresult(&text);
  return 1;
}

static int search(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const dlweld_library *library = find(L, luaL_gsub(L, name, ".", "/"));
  if (library == NULL)
    library = find(L, lua_pushlstring(L, name, strcspn(name, ".")));
  if (library == NULL)
    return missing(L);
  /* Its name has what is before a hyphen, or else what is behind it. */
  name = luaL_gsub(L, name, ".", "_");
  size_t stem = strcspn(name, "-");
  const char *symbol =
      lua_pushfstring(L, "luaopen_%s", lua_pushlstring(L, name, stem));
  if (dlweld_kind(library, symbol) != DLWELD_FUNCTION && name[stem] == '-')
    symbol = lua_pushfstring(L, "luaopen_%s", name + stem + 1);
  if (dlweld_kind(library, symbol) != DLWELD_FUNCTION) {
    lua_pushfstring(L, "no %s in %s", symbol, dlweld_soname(library));
    return 1;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushstring(L, dlweld_soname(library));
  lua_pushstring(L, symbol);
  lua_call(L, 2, 2); /* the function, or nil and why not */
  if (lua_isnil(L, -2))
    return lua_error(L);
  lua_pushstring(L, dlweld_soname(library));
  lua_replace(L, -2);
  return 2;
}

int luaopen_searcher(lua_State *L) {
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchers");
  lua_getfield(L, -2, "loadlib");
  lua_pushcclosure(L, search, 1);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  return 0;
}
