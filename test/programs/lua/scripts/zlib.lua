-- zlib through a module that needs a library of its own: strings there and back,
-- damaged ones, and errors of Lua that pass through C in the middle of a stream.

local zlib = require "zlib"

print("zlib " .. zlib.version)
print(zlib.crc32 "", zlib.crc32 "123456789", zlib.adler32 "123456789")
print(zlib.crc32("456789", zlib.crc32 "123"))

local function pieces(f, text, size)
  local all = {}
  local took, made = f(text, size, function(piece) all[#all + 1] = piece end)
  return table.concat(all), #all, took, made
end

local random = 12345
local function noise(n)
  local bytes = {}
  for i = 1, n do
    random = (random * 1103515245 + 12345) % 0x80000000
    bytes[i] = string.char(random >> 16 & 0xff)
  end
  return table.concat(bytes)
end

local texts = {
  "", "a", ("abc"):rep(5000), noise(3000),
  ("the quick brown fox "):rep(40) .. noise(100) .. ("\0"):rep(70000),
}
for i, text in ipairs(texts) do
  local sizes = {}
  for level = 0, 9 do
    local packed = zlib.compress(text, level)
    sizes[#sizes + 1] = #packed
    assert(pieces(zlib.inflate, packed, 256) == text)
  end
  print(i, #text, table.unpack(sizes))
  for _, size in ipairs { 1, 13, 256 } do
    local packed, count, took, made = pieces(zlib.deflate, text, size)
    print("", size, count, took, made, ("%08x"):format(zlib.crc32(packed)))
    assert(pieces(zlib.inflate, packed, size) == text)
  end
end

-- Damage, and an end too soon.
local packed = zlib.compress(texts[3])
print(pcall(zlib.inflate, packed:sub(1, -3), 64, function() end))
print(pcall(zlib.inflate, packed:gsub("..$", "xx"), 64, function() end))
print(pcall(zlib.inflate, "no zlib at all", 64, function() end))
print(pcall(zlib.compress, "x", 10))
print(pcall(zlib.deflate, "x", 0, print))

-- An error from the function, and a coroutine that cannot yield through C.
local calls = 0
print(pcall(zlib.deflate, texts[5], 16, function()
  calls = calls + 1
  if calls == 3 then error("enough", 0) end
end), calls)
print(coroutine.wrap(function()
  return pcall(zlib.deflate, "x", 16, coroutine.yield)
end)())
collectgarbage()
print(pieces(zlib.inflate, zlib.compress "still here", 4))
