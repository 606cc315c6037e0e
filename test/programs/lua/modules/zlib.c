/* zlib for Lua: strings, and streams that hand what they make to a function.
   The library proper is another one, libz.so, which this one needs. */
#include <string.h>

#include "lauxlib.h"
#include "lua.h"
#include "zlib.h"

static int check(lua_State *L, int code, const z_stream *stream) {
  const char *message = stream && stream->msg ? stream->msg : zError(code);
  return code < 0 ? luaL_error(L, "zlib: %s", message) : code;
}

static int call_crc32(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  uLong start = (uLong)luaL_optinteger(L, 2, 0);
  lua_pushinteger(L, (lua_Integer)crc32(start, (const Bytef *)text, (uInt)n));
  return 1;
}

static int call_adler32(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  uLong start = (uLong)luaL_optinteger(L, 2, 1);
  lua_pushinteger(L, (lua_Integer)adler32(start, (const Bytef *)text, (uInt)n));
  return 1;
}

static int call_compress(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  int level = (int)luaL_optinteger(L, 2, Z_DEFAULT_COMPRESSION);
  uLongf made = compressBound((uLong)n);
  luaL_Buffer buffer;
  Bytef *to = (Bytef *)luaL_buffinitsize(L, &buffer, made);
  check(L, compress2(to, &made, (const Bytef *)text, (uLong)n, level), NULL);
  luaL_pushresultsize(&buffer, made);
  return 1;
}

/* The stream is Lua's to free, whatever error is thrown through us. */
typedef int (*step)(z_stream *, int);
typedef struct {
  z_stream stream;
  int (*end)(z_stream *);
} guarded;

static int collect(lua_State *L) {
  guarded *g = luaL_checkudata(L, 1, "zlib.stream");
  if (g->end)
    g->end(&g->stream);
  g->end = NULL;
  return 0;
}

/* (input, chunk size, function): what comes out goes there piece by piece. */
static int pump(lua_State *L, guarded *g, step next) {
  size_t n;
  g->stream.next_in = (z_const Bytef *)luaL_checklstring(L, 1, &n);
  g->stream.avail_in = (uInt)n;
  char piece[256];
  size_t size = (size_t)luaL_checkinteger(L, 2);
  luaL_argcheck(L, size > 0 && size <= sizeof piece, 2, "1 to 256");
  int code;
  do {
    g->stream.next_out = (Bytef *)piece;
    g->stream.avail_out = (uInt)size;
    code = check(L, next(&g->stream, Z_FINISH), &g->stream);
    lua_pushvalue(L, 3);
    lua_pushlstring(L, piece, size - g->stream.avail_out);
    lua_call(L, 1, 0);
  } while (code != Z_STREAM_END);
  lua_pushinteger(L, (lua_Integer)g->stream.total_in);
  lua_pushinteger(L, (lua_Integer)g->stream.total_out);
  return 2;
}

/* More room is all that is missing. */
static int lenient(int code) { return code == Z_BUF_ERROR ? Z_OK : code; }
static int next_deflate(z_stream *s, int flush) {
  return lenient(deflate(s, flush));
}
static int next_inflate(z_stream *s, int flush) {
  int code = inflate(s, flush);
  return code == Z_BUF_ERROR && s->avail_out ? code : lenient(code);
}

static guarded *new_stream(lua_State *L) {
  guarded *g = lua_newuserdatauv(L, sizeof *g, 0);
  memset(g, 0, sizeof *g);
  luaL_setmetatable(L, "zlib.stream");
  return g;
}

static int call_deflate(lua_State *L) {
  guarded *g = new_stream(L);
  check(L, deflateInit2(&g->stream, 9, Z_DEFLATED, 15 + 16, 8,
                        Z_DEFAULT_STRATEGY), &g->stream);
  g->end = deflateEnd;
  return pump(L, g, next_deflate);
}

static int call_inflate(lua_State *L) {
  guarded *g = new_stream(L);
  check(L, inflateInit2(&g->stream, 15 + 32), &g->stream);
  g->end = inflateEnd;
  return pump(L, g, next_inflate);
}

int luaopen_zlib(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"crc32", call_crc32},     {"adler32", call_adler32},
      {"compress", call_compress}, {"deflate", call_deflate},
      {"inflate", call_inflate}, {NULL, NULL}};
  luaL_newmetatable(L, "zlib.stream");
  lua_pushcfunction(L, collect);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, functions);
  lua_pushstring(L, zlibVersion());
  lua_setfield(L, -2, "version");
  return 1;
}
