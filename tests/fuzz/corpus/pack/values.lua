local a <const> = 1
local t = { { 1, 2, x = { } }, [[
long]], 'q\'q', 0x1p4, 1e308 * 10, -0.0 } -- c
for k, v in pairs(t[1]) do local _ = k end
local s = join({ 1, 'a' }, ',') .. length('路') .. tostring(contains('ab', 'b'))
::l:: if #s > 99 then goto l end
pack { 'small', version = '1', label = { zh = s, en = s } }
