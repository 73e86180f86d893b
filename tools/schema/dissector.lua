-- SPDX-License-Identifier: Apache-2.0
-- HALL/1 for Wireshark and tshark, made from protocol/schema.def by `ninja schema`: change
-- tools/schema/dissector.lua or the schema, not protocol/hall.lua.
--
--     tshark -X lua_script:hall.lua -r CAPTURE
--
-- TCP on the port of the preferences (7420): delimiters, FCS5, COBS, header; clear and handshake
-- bodies in full, sealed ones as ciphertext and tag. Link type USER0 (147): what `--capture FILE` of
-- our programs writes, one packet a frame: a byte of flags (1: towards the controller, 2: opened,
-- the body stands in plain and without its tag) and the decoded frame.

-- TABLES

local hall = Proto("hall", "HALL/1")
local FRAME_MIN, FRAME_MAX, HEADER, TAG = 5, 8192, 4, 8
local WIRE_MAX = FRAME_MAX + 33 + 1 + 5 -- COBS and FCS5 of the longest frame
local TO_CONTROLLER, OPENED = 1, 2
local SECURITY = {[0] = "clear", [1] = "sealed", [2] = "sealed for a group", [3] = "handshake"}
local CLEAR, HANDSHAKE = 0, 3

-- ---- fields ----

local all = {} -- every ProtoField
local function field(make, name, text, ...)
  local made = make("hall." .. name, text, ...)
  all[#all + 1] = made
  return made
end

for _, words in pairs(WORDS) do words[0] = words[0] or "not said" end
local types = {}
for code, message in pairs(MESSAGES) do types[code] = message.name end
local kinds = {}
for code, row in pairs(ROWS) do kinds[code] = row.name end

local f = {
  to_controller = field(ProtoField.bool, "to_controller", "Towards the controller"),
  opened = field(ProtoField.bool, "opened", "Opened"),
  wire = field(ProtoField.bytes, "wire", "Wire bytes"),
  fcs = field(ProtoField.bytes, "fcs", "FCS"),
  fcs_ok = field(ProtoField.bool, "fcs_ok", "FCS is right"),
  dst = field(ProtoField.uint8, "dst", "DST", base.HEX),
  src = field(ProtoField.uint8, "src", "SRC", base.HEX),
  ctl = field(ProtoField.uint8, "ctl", "CTL", base.HEX),
  sec = field(ProtoField.uint8, "sec", "SEC", base.DEC, SECURITY, 0xc0),
  open = field(ProtoField.bool, "open", "OPEN", 8, nil, 0x20),
  ackreq = field(ProtoField.bool, "ackreq", "ACKREQ", 8, nil, 0x10),
  kph = field(ProtoField.uint8, "kph", "KPH", base.DEC, nil, 0x08),
  ack = field(ProtoField.uint8, "ack", "ACK", base.DEC, nil, 0x07),
  ctr = field(ProtoField.uint8, "ctr", "CTR"),
  type = field(ProtoField.uint8, "type", "TYPE", base.HEX, types),
  name = field(ProtoField.string, "name", "Message"),
  sealed = field(ProtoField.bytes, "sealed", "Ciphertext"),
  tag = field(ProtoField.bytes, "tag", "Tag"),
  extra = field(ProtoField.bytes, "extra", "Of a newer version"),
  malformed = field(ProtoField.bool, "malformed", "Malformed"),
  inner_malformed = field(ProtoField.bool, "inner.malformed", "Malformed in the tunnel"),
  row_kind = field(ProtoField.uint8, "row.kind", "kind", base.DEC, kinds),
  row_name = field(ProtoField.string, "row.name", "name"),
  row_gone = field(ProtoField.bool, "row.gone", "gone"),
  row_key = field(ProtoField.uint32, "row.key", "key"),
  row_ver = field(ProtoField.uint32, "row.ver", "ver"),
  row_malformed = field(ProtoField.bool, "row.malformed", "Malformed row"),
  row_bytes = field(ProtoField.bytes, "row.bytes", "fields of an unknown kind"),
}

local MAKERS = {u8 = ProtoField.uint8, u16 = ProtoField.uint16, u32 = ProtoField.uint32,
                u64 = ProtoField.uint64, i16 = ProtoField.int16}
local SIZES = {u8 = 1, u16 = 2, u32 = 4, u64 = 8, i16 = 2}

local function add_fields(prefix, fields)
  for _, one in ipairs(fields) do
    local name, kind, words = prefix .. "." .. one[1], one[2], one[4]
    if kind == "list" then
      add_fields(name, one[4])
    elseif kind == "str" then
      one.proto = field(ProtoField.string, name, one[1])
    elseif kind == "bytes" then
      one.proto = field(ProtoField.bytes, name, one[1])
    else
      one.proto = field(MAKERS[kind], name, one[1], base.DEC, words and WORDS[words] or nil)
    end
  end
end
for _, message in pairs(MESSAGES) do add_fields(message.name, message.fields) end
for _, row in pairs(ROWS) do add_fields("row." .. row.name, row.fields) end
hall.fields = all

local e = {
  fcs = ProtoExpert.new("hall.expert.fcs", "The FCS is wrong: dropped", expert.group.CHECKSUM,
                        expert.severity.ERROR),
  cobs = ProtoExpert.new("hall.expert.cobs", "No COBS, or too short or too long: dropped",
                         expert.group.MALFORMED, expert.severity.ERROR),
  body = ProtoExpert.new("hall.expert.body", "The body is malformed: refused",
                         expert.group.MALFORMED, expert.severity.ERROR),
  type = ProtoExpert.new("hall.expert.type", "Unknown TYPE: answered by ERROR",
                         expert.group.UNDECODED, expert.severity.NOTE),
  clear = ProtoExpert.new("hall.expert.clear", "This message must not be clear: ignored",
                          expert.group.SECURITY, expert.severity.WARN),
}
hall.experts = {e.fcs, e.cobs, e.body, e.type, e.clear}
hall.prefs.port = Pref.uint("TCP port", 7420, "Where controllers listen")

-- ---- bodies: as common/base/codec.c reads them ----

-- What a person writes for it: the letters of a prefix, a window or room, a view.
local function remark(item, name, value)
  if name == "prefix" and value > 0 then
    local first, second = value % 256, math.floor(value / 256)
    if first > 31 and first < 127 and (second == 0 or second > 31 and second < 127) then
      item:append_text(" (" .. string.char(first) .. (second > 0 and string.char(second) or "") .. ")")
    end
  elseif name == "target" and value > 0 then
    item:append_text(value >= 0x8000 and " (room " .. value - 0x8000 .. ")" or " (window " .. value .. ")")
  elseif name == "view" and value > 0 then
    item:append_text(string.format(" (%s %d)", WORDS.view_kind[math.floor(value / 4096)] or "?", value % 4096))
  end
end

local function add_number(tree, one, tvb)
  local kind = one[2]
  local item = tree:add_le(one.proto, tvb)
  if kind == "u16" then remark(item, one[1], tvb:le_uint()) end
end

-- A field that an older sender does not have: 0 or empty.
local function add_absent(tree, one)
  local kind = one[2]
  if kind == "list" then return end
  local nothing = (kind == "str" or kind == "bytes") and "" or kind == "u64" and UInt64(0) or 0
  tree:add(one.proto, nothing):set_generated()
end

-- Fields of fixed size only; a record cut short is read as zeros.
local function add_record(tree, fields, tvb)
  local at = 0
  for _, one in ipairs(fields) do
    local size = SIZES[one[2]]
    if at and at + size <= tvb:len() then
      add_number(tree, one, tvb(at, size))
      at = at + size
    else
      at = nil
      add_absent(tree, one)
    end
  end
end

local function add_list(tree, one, tvb, at)
  local left = tvb:len() - at
  if left < 2 then return nil end
  local count, stride = tvb(at, 1):uint(), tvb(at + 1, 1):uint()
  if count > one[3] or left < 2 + count * stride then return nil end
  for i = 0, count - 1 do
    if stride > 0 then
      local bytes = tvb(at + 2 + i * stride, stride)
      add_record(tree:add(hall, bytes, one[1] .. " " .. i), one[4], bytes:tvb())
    end
  end
  return at + 2 + count * stride
end

-- The offset behind the field; nil: cut inside, or longer than allowed.
local function add_field(tree, one, tvb, at)
  local kind, left = one[2], tvb:len() - at
  if SIZES[kind] then
    if left < SIZES[kind] then return nil end
    add_number(tree, one, tvb(at, SIZES[kind]))
    return at + SIZES[kind]
  elseif kind == "list" then
    return add_list(tree, one, tvb, at)
  end
  local head = kind == "str" and 1 or 2
  if left < head then return nil end
  local length = tvb(at, head):le_uint()
  if length > one[3] or left < head + length then return nil end
  if length == 0 then
    add_absent(tree, one)
  elseif kind == "str" then
    tree:add(one.proto, tvb(at + head, length), tvb(at + head, length):string(ENC_UTF_8))
  else
    tree:add(one.proto, tvb(at + head, length))
  end
  return at + head + length
end

local add_rows, add_inner

-- False when it is malformed; `tvb` holds the fields and nothing before them.
local function add_body(tree, pinfo, fields, tvb)
  local at = 0
  for _, one in ipairs(fields) do
    if at >= tvb:len() then
      add_absent(tree, one)
    else
      local before = at
      at = add_field(tree, one, tvb, at)
      if not at then return false end
      if one[1] == "rows" and one[2] == "bytes" and at > before + 2 then
        add_rows(tree, tvb(before + 2, at - before - 2):tvb())
      elseif one[1] == "frame" and at > before + 2 then
        add_inner(tree, pinfo, tvb(before + 2, at - before - 2):tvb())
      end
    end
  end
  if at < tvb:len() then tree:add(f.extra, tvb(at)) end
  return true
end

local function say_malformed(tree, tvb, what)
  tree:add(what or f.malformed, tvb(), true)
  tree:add_proto_expert_info(e.body)
end

local function add_row(tree, tvb, length)
  local kind = tvb(0, 1):uint()
  local row = ROWS[kind % 128]
  local item = tree:add(hall, tvb(0, 11 + length), string.format("%s %u", row and row.name or "?",
                        tvb(1, 4):le_uint()))
  item:add(f.row_kind, tvb(0, 1), kind % 128)
  item:add(f.row_gone, tvb(0, 1), kind >= 128)
  item:add_le(f.row_key, tvb(1, 4))
  item:add_le(f.row_ver, tvb(5, 4))
  if row then item:add(f.row_name, tvb(0, 1), row.name) end
  if kind >= 128 then return end
  if not row then
    if length > 0 then item:add(f.row_bytes, tvb(11, length)) end
  elseif length == 0 then
    for _, one in ipairs(row.fields) do add_absent(item, one) end
  elseif not add_body(item, nil, row.fields, tvb(11, length):tvb()) then
    say_malformed(item, tvb(11, length), f.row_malformed)
  end
end

-- kind u8, key u32, ver u32, len u16, fields (protocol/view.h)
function add_rows(tree, tvb)
  local at = 0
  while at < tvb:len() do
    local left = tvb:len() - at
    local length = left >= 11 and tvb(at + 9, 2):le_uint() or nil
    if not length or length > ROW_BYTES_MAX or left < 11 + length or
       (tvb(at, 1):uint() >= 128 and length > 0) then
      say_malformed(tree, tvb(at), f.row_malformed)
      return
    end
    add_row(tree, tvb(at, 11 + length):tvb(), length)
    at = at + 11 + length
  end
end

-- ---- frames, decoded ----

-- `malformed`: the field that says so; another one inside a tunnel.
local function add_plain(tree, pinfo, tvb, clear, malformed)
  local code = tvb(0, 1):uint()
  local message = MESSAGES[code]
  tree:add(f.type, tvb(0, 1))
  if not message then
    tree:add_proto_expert_info(e.type)
    pinfo.cols.info:append(string.format(" type 0x%02x", code))
    return
  end
  tree:add(f.name, tvb(0, 1), message.name)
  tree:append_text(", " .. message.name)
  pinfo.cols.info:append(" " .. message.name)
  if clear and message.security ~= "CLEAR" then tree:add_proto_expert_info(e.clear) end
  local rest = tvb:len() > 1 and tvb(1):tvb() or nil
  local body = tree:add(hall, tvb(), message.name)
  if not rest then
    for _, one in ipairs(message.fields) do add_absent(body, one) end
  elseif not add_body(body, pinfo, message.fields, rest) then
    say_malformed(tree, tvb(), malformed)
  end
end

local function add_sealed(tree, pinfo, tvb, malformed)
  local length = tvb:len() - TAG
  if length < 1 then
    say_malformed(tree, tvb(), malformed)
    return
  end
  tree:add(f.sealed, tvb(0, length))
  tree:add(f.tag, tvb(length, TAG))
  pinfo.cols.info:append(string.format(" sealed(%d)", length))
end

local function add_frame(tree, pinfo, tvb, opened, malformed)
  if tvb:len() < FRAME_MIN then
    tree:add_proto_expert_info(e.cobs)
    return
  end
  local security = math.floor(tvb(2, 1):uint() / 64)
  tree:add(f.dst, tvb(0, 1))
  tree:add(f.src, tvb(1, 1))
  local ctl = tree:add(f.ctl, tvb(2, 1))
  for _, bits in ipairs({f.sec, f.open, f.ackreq, f.kph, f.ack}) do ctl:add(bits, tvb(2, 1)) end
  tree:add(f.ctr, tvb(3, 1))
  local body = tvb(HEADER):tvb()
  if opened or security == CLEAR or security == HANDSHAKE then
    add_plain(tree, pinfo, body, security == CLEAR and not opened, malformed)
  else
    add_sealed(tree, pinfo, body, malformed)
  end
end

-- The frame of a line that a TUNNEL carries: sealed end to end, so never opened.
function add_inner(tree, pinfo, tvb)
  add_frame(tree:add(hall, tvb(), "Frame of the line"), pinfo, tvb, false, f.inner_malformed)
end

-- ---- frames on the wire ----

local crc_table = {}
for n = 0, 255 do
  local crc = n
  for _ = 1, 8 do
    crc = bit32.bxor(bit32.rshift(crc, 1), crc % 2 == 1 and 0x82f63b78 or 0)
  end
  crc_table[n] = crc
end

local function fcs5(bytes, length)
  local crc, out = 0xffffffff, {}
  for i = 0, length - 1 do
    crc = bit32.bxor(bit32.rshift(crc, 8), crc_table[bit32.band(bit32.bxor(crc, bytes:get_index(i)), 255)])
  end
  crc = bit32.bxor(crc, 0xffffffff)
  for i = 0, 4 do out[i] = 0x80 + bit32.band(bit32.rshift(crc, 7 * i), 0x7f) end
  return out
end

local function fcs_is_right(bytes)
  local length = bytes:len() - 5
  local want = fcs5(bytes, length)
  for i = 0, 4 do
    if bytes:get_index(length + i) ~= want[i] then return false end
  end
  return true
end

-- nil when it is no COBS.
local function uncobs(bytes, length)
  local out, at = {}, 0
  while at < length do
    local code = bytes:get_index(at)
    if at + code > length then return nil end
    for i = 1, code - 1 do out[#out + 1] = string.format("%02x", bytes:get_index(at + i)) end
    at = at + code
    if code < 255 and at < length then out[#out + 1] = "00" end
  end
  return ByteArray.new(table.concat(out))
end

-- `tvb`: what stands between two delimiters.
local function add_wire(tree, pinfo, tvb)
  local bytes = tvb:bytes()
  local item = tree:add(hall, tvb(), "HALL/1 frame")
  item:add(f.wire, tvb())
  if bytes:len() < 6 then
    item:add_proto_expert_info(e.cobs)
    return
  end
  local right = fcs_is_right(bytes)
  item:add(f.fcs, tvb(bytes:len() - 5, 5))
  item:add(f.fcs_ok, tvb(bytes:len() - 5, 5), right)
  if not right then
    item:add_proto_expert_info(e.fcs)
    pinfo.cols.info:append(" wrong FCS")
    return
  end
  local decoded = uncobs(bytes, bytes:len() - 5)
  if not decoded or decoded:len() < FRAME_MIN or decoded:len() > FRAME_MAX then
    item:add_proto_expert_info(e.cobs)
    return
  end
  add_frame(item, pinfo, decoded:tvb("HALL/1 frame"), false)
end

local function next_zero(bytes, at)
  while at < bytes:len() and bytes:get_index(at) ~= 0 do at = at + 1 end
  return at
end

local function dissect_tcp(tvb, pinfo, root)
  local bytes, at = tvb:bytes(), 0
  pinfo.cols.protocol = "HALL/1"
  pinfo.cols.info = pinfo.dst_port == hall.prefs.port and "D>C" or "C>D"
  while at < bytes:len() do
    if bytes:get_index(at) == 0 then
      at = at + 1
    else
      local last = next_zero(bytes, at)
      if last == bytes:len() then -- the delimiter comes in another segment
        if last - at <= WIRE_MAX then
          pinfo.desegment_offset = at
          pinfo.desegment_len = DESEGMENT_ONE_MORE_SEGMENT
        end
        return tvb:len()
      end
      add_wire(root, pinfo, tvb(at, last - at):tvb())
      at = last
    end
  end
  return tvb:len()
end

local function dissect_capture(tvb, pinfo, root)
  if tvb:len() < 1 + FRAME_MIN then return 0 end
  local flags = tvb(0, 1):uint()
  local opened = bit32.band(flags, OPENED) ~= 0
  local up = bit32.band(flags, TO_CONTROLLER) ~= 0
  local item = root:add(hall, tvb(), "HALL/1 frame")
  pinfo.cols.protocol = "HALL/1"
  pinfo.cols.info = up and "D>C" or "C>D"
  item:add(f.to_controller, tvb(0, 1), up)
  item:add(f.opened, tvb(0, 1), opened)
  add_frame(item, pinfo, tvb(1):tvb(), opened)
  return tvb:len()
end

function hall.dissector(tvb, pinfo, root)
  if pinfo.port_type == 2 then return dissect_tcp(tvb, pinfo, root) end
  return dissect_capture(tvb, pinfo, root)
end

local ports, port = DissectorTable.get("tcp.port"), hall.prefs.port
ports:add(port, hall)
function hall.prefs_changed()
  ports:remove(port, hall)
  port = hall.prefs.port
  ports:add(port, hall)
end
DissectorTable.get("wtap_encap"):add(wtap.USER0, hall)
