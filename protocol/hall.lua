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

local WORDS = {
  refusal = {
    [0] = "done",
    [1] = "nobody is waiting for this window",
    [2] = "the window has moved on since the key was pressed",
    [3] = "the window is closed",
    [4] = "the window has a ticket; finish or miss it first",
    [5] = "the window has no ticket",
    [6] = "the window is paused",
    [7] = "too soon after the last call",
    [8] = "called as often as allowed",
    [9] = "call more often or wait longer before missing",
    [10] = "no such service",
    [11] = "no such window or room",
    [12] = "no such ticket today",
    [13] = "outside ticketing hours",
    [14] = "no number is left",
    [15] = "the day is not open",
    [16] = "the day is open already",
    [17] = "not possible in this state",
    [18] = "the window does not serve this",
    [19] = "as many tickets parked as allowed",
    [20] = "missed as often as allowed; take a new ticket",
    [21] = "this key has no meaning here",
    [22] = "this device may not do that",
    [23] = "rated already",
    [24] = "windows are still open for people who wait or are served",
    [25] = "the controller is busy; try again",
    [26] = "this service issues no numbers",
    [27] = "this class may not be asked for here",
    [28] = "no such device",
    [29] = "the request makes no sense",
    [30] = "the disk is full; please see the staff",
    [31] = "there is nothing to take back",
    [32] = "too late to take it back",
    [33] = "another window has acted on that ticket since",
    [34] = "as many items on the ticket as allowed",
    [35] = "the numbers of this session are used up",
    [36] = "this person holds a ticket of this service",
    [37] = "this service needs an identity card",
    [38] = "too many tickets given back today; see the desk",
    [39] = "this class needs a proof, or a guide to grant it",
    [40] = "no more of this class today; ask the leader",
    [41] = "no such appointment today",
    [42] = "this appointment was used or cancelled",
    [43] = "too early to check in",
    [44] = "no appointment is left in that slot",
    [45] = "three appointments missed; booking is blocked for a while",
    [46] = "another number was given in its place",
    [47] = "this number was leased to nobody here",
    [48] = "this number was given before",
    [49] = "no such staff number",
    [50] = "the PIN is wrong",
    [51] = "too many wrong PINs; locked for a while",
    [52] = "this person is signed on at another window",
    [53] = "this person may not serve that",
    [54] = "nobody is signed on at this window",
    [55] = "say why",
    [56] = "devices have seen more than this controller holds",
    [57] = "the clock is not plausible; ask the manager to confirm the day",
    [58] = "this visit has no further step",
    [59] = "more people on one ticket than allowed without a guide",
    [60] = "the window serves as many services as allowed",
    [61] = "no other window is for that service",
    [62] = "somebody else is signed on at this window",
    [63] = "type the PIN again to confirm that",
    [64] = "say how many wait, to confirm that all of them are meant",
    [65] = "the code is not that of this ticket's slip",
    [66] = "the rating can no longer be changed",
    [67] = "nobody is signed on at this device with that session",
  },
  ticket_state = {
    [1] = "waiting",
    [2] = "called",
    [3] = "serving",
    [4] = "parked",
    [5] = "served",
    [6] = "missed",
    [7] = "cancelled",
    [8] = "voided",
    [9] = "expired",
  },
  window_state = {
    [0] = "offline",
    [1] = "closed",
    [2] = "idle",
    [3] = "calling",
    [4] = "serving",
    [5] = "rating",
    [6] = "paused",
  },
  ticket_class = {
    [0] = "normal",
    [1] = "priority",
    [2] = "appointment",
    [3] = "green",
    [4] = "returned",
  },
  key = {
    [1] = "next",
    [2] = "recall",
    [3] = "finish",
    [4] = "miss",
    [5] = "pause",
    [6] = "transfer",
    [7] = "park",
    [8] = "return",
    [9] = "start",
    [10] = "help",
    [11] = "undo",
    [20] = "0",
    [29] = "9",
    [30] = "ok",
    [31] = "cancel",
  },
  verb = {
    [1] = "issue",
    [2] = "call-next",
    [3] = "recall",
    [4] = "start",
    [5] = "finish",
    [6] = "miss",
    [7] = "transfer",
    [8] = "park",
    [9] = "return",
    [10] = "rejoin",
    [11] = "pause",
    [12] = "resume",
    [13] = "open",
    [14] = "close",
    [15] = "day-open",
    [16] = "day-close",
    [17] = "printed",
    [18] = "rate",
    [19] = "help",
    [20] = "tick",
    [21] = "cancel",
    [22] = "void",
    [23] = "undo",
    [24] = "call-named",
    [25] = "add-item",
    [26] = "sign-on",
    [27] = "sign-off",
    [28] = "assign",
    [29] = "unassign",
    [30] = "book",
    [31] = "unbook",
    [32] = "check-in",
    [33] = "lease",
    [34] = "lease-end",
    [35] = "import",
    [36] = "void-slip",
    [37] = "quota",
    [38] = "next-step",
    [39] = "pick-up",
    [40] = "duty",
    [41] = "clock",
    [42] = "backup",
    [43] = "accept-history",
    [44] = "admit",
    [45] = "reprint",
    [46] = "emergency",
    [47] = "maintain",
    [48] = "notice",
    [49] = "pages",
  },
  pause_reason = {
    [1] = "away",
    [2] = "fault",
    [3] = "lunch",
    [4] = "meeting",
  },
  park_kind = {
    [1] = "away",
    [2] = "kept",
    [3] = "meanwhile",
  },
  place = {
    [0] = "bonus",
    [1] = "kept",
    [2] = "head",
    [3] = "tail",
  },
  print_result = {
    [1] = "printed",
    [2] = "no-paper",
    [3] = "failed",
  },
  announce_kind = {
    [1] = "call",
    [2] = "recall",
    [3] = "last call",
    [4] = "transfer",
    [5] = "return",
    [6] = "missed",
    [7] = "get ready",
    [8] = "pick-up",
  },
  device_kind = {
    [1] = "kiosk",
    [2] = "pad",
    [3] = "strip",
    [4] = "rating",
    [5] = "board",
    [6] = "bus",
    [7] = "console",
    [8] = "admin",
  },
  language = {
    [0] = "Chinese",
    [1] = "English",
    [2] = "Mongolian",
  },
  view_kind = {
    [0] = "no rows",
    [1] = "everything but tickets and devices",
    [2] = "one floor; number = floor",
    [3] = "one zone; number = zone",
    [4] = "one window; number = window",
    [5] = "hall row and services",
    [6] = "what clerks and guides see",
    [7] = "all rows",
    [8] = "what a board shows; number = index of the device in the hall definition",
  },
  bye_reason = {
    [0] = "still open",
    [1] = "closed by us",
    [2] = "no handshake within 3 s",
    [3] = "the first frame is longer than 256 bytes",
    [4] = "the first frame is not a NOISE1 with a HELLO",
    [5] = "no protocol version in common",
    [6] = "no WELCOME within 5 s",
    [7] = "the answer is not a NOISE2 with a WELCOME",
    [8] = "frames are missing",
    [9] = "nothing heard for 15 s",
    [10] = "a message before the WELCOME",
    [11] = "the other end said BYE",
    [12] = "no such device in this hall; adopt it with hallctl",
    [13] = "another connection of the same device took over",
    [14] = "as many connections as allowed; try again",
    [15] = "the device reads too slowly",
    [16] = "the controller is stopping",
    [17] = "the key is not that of the device it names",
    [18] = "the keys are old; connect again",
    [19] = "no record within 3 s of the WELCOME",
    [20] = "the controller has an older history than the device has seen",
    [21] = "the key of this device was revoked",
    [22] = "the cryptography failed",
  },
  need = {
    [1] = "a session: its keys are lost or refused",
    [2] = "the state of its targets: it missed a group frame",
    [3] = "the group key: frames of the group do not open",
  },
  ack_state = {
    [0] = "nothing to say",
    [1] = "at work, a handshake for example: later",
    [2] = "a frame waits",
    [3] = "no session",
  },
  discover_scope = {
    [0] = "devices without address",
    [1] = "all devices",
    [2] = "all devices that use this address",
  },
  conflict = {
    [1] = "a frame came from its own address",
    [2] = "it was told an address that is taken",
  },
  line_rate = {
    [1] = "9600",
    [2] = "19200",
    [3] = "38400",
    [4] = "57600",
    [5] = "115200",
  },
  line_mode = {
    [0] = "the bus program chooses",
    [1] = "each station is asked in turn",
    [2] = "slots in the order of addresses",
    [3] = "a station with an event begins at once",
  },
  alarm = {
    [1] = "the case is open",
    [2] = "no paper",
    [3] = "paper for a tenth of a roll; arg = percent",
    [4] = "cover, cutter or jam",
    [5] = "a key is down for 30 s; arg = key",
    [6] = "lamps or pixels fail; arg = segment",
    [7] = "too hot; arg = degrees Celsius",
    [8] = "a fan stands still",
    [9] = "frames with right check and wrong key; arg = how many",
    [10] = "another device uses its address; arg = address",
    [11] = "its memory is full or fails",
    [12] = "its clock fails",
    [13] = "a foreign master talks on the line; arg = line",
    [14] = "the line is busy without frames; arg = line",
    [15] = "no sound",
    [16] = "the card reader does not answer",
    [17] = "a board shows something else than it should",
    [18] = "the panel of dots does not answer",
  },
  reboot = {
    [1] = "the same program",
    [2] = "the loader, to take firmware",
  },
  led_effect = {
    [0] = "dark",
    [1] = "steady",
    [2] = "half of each period",
    [3] = "the first tenth of each period",
    [4] = "runs through, one place a period (R-L14)",
  },
  rate_close = {
    [0] = "nothing is asked",
    [1] = "rated elsewhere",
    [2] = "the time is over",
  },
  printer_state = {
    [0] = "ready, or none",
    [1] = "no paper",
    [2] = "does not print",
    [3] = "prints; the roll is nearly at its end",
    [4] = "the cover is open",
    [5] = "does not answer",
  },
  part_state = {
    [0] = "there is none",
    [1] = "works",
    [2] = "does not answer",
  },
  lease_state = {
    [1] = "may be used",
    [2] = "must not be used any more",
  },
  void_reason = {
    [1] = "citizen",
    [2] = "neighbour",
    [3] = "never-given",
    [4] = "left",
    [5] = "mistake",
    [6] = "duplicate",
    [7] = "superseded",
    [8] = "closed",
  },
  staff_role = {
    [1] = "clerk",
    [2] = "guide",
    [3] = "manager",
    [4] = "auditor",
    [5] = "leader",
    [6] = "inspector",
  },
  class_proof = {
    [1] = "card",
    [2] = "guide",
    [3] = "leader",
    [4] = "booking",
    [5] = "slip",
  },
  show_style = {
    [1] = "in the line at the foot",
    [2] = "over the head of the board",
    [3] = "beside the calls: the hall closes",
    [4] = "the whole screen, nothing else",
    [5] = "as a notice, in the colour of warnings",
  },
  sound_state = {
    [0] = "none wanted",
    [1] = "works",
    [2] = "failed",
  },
  agreement = {
    [0] = "not known yet",
    [1] = "it shows what the controller holds",
    [2] = "it shows something else",
  },
  board_page = {
    [0] = "calls",
    [1] = "call",
    [2] = "pages",
    [3] = "notice",
    [4] = "emergency",
    [5] = "lost",
    [6] = "window",
    [7] = "dots",
  },
  device_verb = {
    [1] = "IDENTIFY; arg = seconds",
    [2] = "REBOOT; arg = mode",
    [3] = "end its session; it may come back",
    [4] = "ASSIGN; arg = address",
    [5] = "a bus program: line << 8 | mode",
  },
  stats_scope = {
    [1] = "the controller; id 0",
    [2] = "a device; id = index in the hall definition",
    [3] = "a line; id = line",
    [4] = "a station; id = line << 8 | address",
  },
  figure = {
    [1] = "frames sent",
    [2] = "frames taken",
    [3] = "wrong check: wiring",
    [4] = "right check, wrong key: attack or key",
    [5] = "frames that never came",
    [6] = "frames that came again",
    [7] = "collisions on the line",
    [8] = "round trip, median, us",
    [9] = "round trip, 99 of 100, us",
    [10] = "heard last, UTC ms",
    [11] = "messages that this device may not send",
    [12] = "sessions now",
    [13] = "handshakes that came to a session",
    [14] = "handshakes that did not",
    [15] = "commands committed",
    [16] = "commit to disk, 99 of 100, us",
    [17] = "s since start",
    [18] = "handshakes of nobody's device",
    [19] = "handshakes with a wrong key",
    [20] = "handshakes with a revoked key",
    [21] = "sessions ended by a revocation",
    [22] = "connections in their handshake now",
    [23] = "connections refused without a word",
    [24] = "the wall clock: 0 right, 1 ahead and not believed, 2 behind, 3 impossible",
    [25] = "s between the wall clock and the hall's time",
    [26] = "journal rows that devices have seen and the controller has not (F24)",
  },
  log_level = {
    [1] = "one fact",
    [2] = "somebody should look",
    [3] = "something failed",
  },
  blob_kind = {
    [1] = "what a screen shows, PNG",
    [2] = "the hall definition (D-41)",
    [3] = "a picture, film or sound of a playlist",
    [4] = "a picture of a strip: PICTURE's number; 1 bit a pixel, rows first (D-37)",
    [5] = "a program of a station",
  },
  offer_code = {
    [0] = "pull it",
    [1] = "not, or not any more, or not so long",
    [2] = "it could not be made",
  },
  transfer_state = {
    [0] = "chunks are missing",
    [1] = "all there, the hash is right",
    [2] = "all there, the hash is wrong: thrown away",
    [3] = "no memory for it",
  },
  capability = {
    [1] = "answers roll calls in its slot",
    [2] = "may begin by itself on an open line",
    [4] = "takes OFFER: pictures, firmware, media",
    [8] = "speaks",
    [16] = "shows the colours of LED_STYLE and LED_SET",
    [32] = "renders TEXT itself (D-37)",
    [64] = "shows PICTURE from its memory (D-37)",
    [128] = "prints slips",
    [256] = "beeps when it is to be found (IDENTIFY)",
  },
  beat_flag = {
    [1] = "the bus program has no tunnel to the controller (D-14)",
  },
  station_flag = {
    [1] = "another device on the line uses our address",
  },
  board_flag = {
    [1] = "calls of its voice zone are shown but not spoken",
    [2] = "its panel of dots does not answer",
  },
  kiosk_flag = {
    [1] = "issues numbers of its lease: no controller",
    [2] = "does not hold the key of today (D-23)",
  },
  watch = {
    [1] = "events as they are committed",
    [2] = "lines of the controller's log",
  },
  found_flag = {
    [1] = "the code is that of this ticket's slip",
    [2] = "missed, and may come back",
    [4] = "may be rated, or its rating changed",
    [8] = "nobody holds its slip (D-21)",
  },
  emergency = {
    [0] = "none",
    [1] = "everybody leaves the building",
  },
}
local MESSAGES = {
  [0x01] = {name = "hello", security = "SEALED",
    fields = {{"proto_max", "u8"}, {"proto_min", "u8"}, {"schema_rev", "u16"}, {"kind", "u8", 0, "device_kind"}, {"caps", "u32"}, {"uid", "u64"}, {"boot", "u32"}, {"firmware", "u32"}, {"turn_50us", "u8"}, {"instance", "u64"}, {"epoch", "u32"}, {"jseq", "u64"}, {"view", "u16"}, {"rev", "u32"}, {"hall_hash", "bytes", 32}, {"name", "str", 24}, {"view_epoch", "u32"}, {"credit", "u8"}}},
  [0x02] = {name = "welcome", security = "SEALED",
    fields = {{"proto", "u8"}, {"caps", "u32"}, {"boot", "u32"}, {"now_ms", "u64"}, {"tz_min", "i16"}, {"training", "u16"}, {"keep_s", "u8"}, {"press_life_ds", "u8"}, {"instance", "u64"}, {"epoch", "u32"}, {"jseq", "u64"}, {"address", "u8"}, {"target", "u16"}, {"hall_hash", "bytes", 32}, {"label", "str", 24}, {"gphase", "u8"}, {"gctr", "u32"}, {"gkey", "bytes", 16}}},
  [0x03] = {name = "bye", security = "SEALED",
    fields = {{"reason", "u8", 0, "bye_reason"}, {"retry_ms", "u16"}, {"text", "str", 96}}},
  [0x04] = {name = "ping", security = "SEALED",
    fields = {{"id", "u16"}, {"t1", "u32"}}},
  [0x05] = {name = "pong", security = "SEALED",
    fields = {{"id", "u16"}, {"t1", "u32"}, {"now_ms", "u64"}, {"tz_min", "i16"}}},
  [0x06] = {name = "error", security = "SEALED",
    fields = {{"code", "u8", 0, "refusal"}, {"ref_type", "u8"}, {"ref_seq", "u32"}, {"text", "str", 96}}},
  [0x07] = {name = "noise1", security = "HANDSHAKE",
    fields = {{"hs_id", "u8"}, {"uid", "u64"}, {"ver", "u8"}, {"msg", "bytes", 200}}},
  [0x08] = {name = "noise2", security = "HANDSHAKE",
    fields = {{"hs_id", "u8"}, {"msg", "bytes", 200}}},
  [0x0b] = {name = "gkey", security = "SEALED",
    fields = {{"gphase", "u8"}, {"gctr", "u32"}, {"gkey", "bytes", 16}}},
  [0x0c] = {name = "identify", security = "SEALED",
    fields = {{"seconds", "u8"}}},
  [0x0d] = {name = "reboot", security = "SEALED",
    fields = {{"mode", "u8", 0, "reboot"}}},
  [0x0e] = {name = "gkey_ok", security = "SEALED",
    fields = {{"gphase", "u8"}}},
  [0x10] = {name = "poll", security = "CLEAR",
    fields = {{"reserved", "u8"}}},
  [0x11] = {name = "ack", security = "CLEAR",
    fields = {{"status", "u8", 0, "ack_state"}}},
  [0x12] = {name = "roll", security = "CLEAR",
    fields = {{"first", "u8"}, {"count", "u8"}, {"slot_50us", "u8"}, {"budget", "u8"}, {"acks", "list", 64, {{"address", "u8"}, {"ctr", "u8"}}}}},
  [0x13] = {name = "beat", security = "CLEAR",
    fields = {{"flags", "u8"}, {"gctr", "u32"}, {"load", "u8"}}},
  [0x14] = {name = "discover", security = "CLEAR",
    fields = {{"salt", "u16"}, {"slots", "u8"}, {"slot_50us", "u8"}, {"scope", "u8", 0, "discover_scope"}, {"address", "u8"}}},
  [0x15] = {name = "iam", security = "CLEAR",
    fields = {{"uid", "u64"}, {"kind", "u8", 0, "device_kind"}, {"address", "u8"}, {"proto", "u8"}}},
  [0x16] = {name = "assign", security = "CLEAR",
    fields = {{"uid", "u64"}, {"address", "u8"}}},
  [0x17] = {name = "conflict", security = "CLEAR",
    fields = {{"address", "u8"}, {"uid", "u64"}, {"why", "u8", 0, "conflict"}}},
  [0x18] = {name = "need", security = "CLEAR",
    fields = {{"what", "u8", 0, "need"}, {"have", "u32"}}},
  [0x19] = {name = "buscfg", security = "GROUP",
    fields = {{"baud", "u8", 0, "line_rate"}, {"ifs_50us", "u8"}, {"lead_ff", "u8"}, {"at_gctr", "u32"}}},
  [0x20] = {name = "press", security = "SEALED",
    fields = {{"seq", "u16"}, {"key", "u8", 0, "key"}, {"seen", "u8"}, {"arg", "u16"}}},
  [0x21] = {name = "result", security = "SEALED",
    fields = {{"session", "u32"}, {"seq", "u32"}, {"code", "u8", 0, "refusal"}, {"target", "u16"}, {"ticket", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"call", "u32"}, {"retry_ms", "u16"}, {"epoch", "u32"}, {"jseq", "u64"}}},
  [0x22] = {name = "call", security = "GROUP",
    fields = {{"entries", "list", 23, {{"target", "u16"}, {"prefix", "u16"}, {"number", "u16"}, {"state", "u8", 0, "window_state"}, {"call", "u8"}, {"ack_seq", "u16"}}}}},
  [0x23] = {name = "padstate", security = "SEALED",
    fields = {{"target", "u16"}, {"state", "u8", 0, "window_state"}, {"call", "u8"}, {"prefix", "u16"}, {"number", "u16"}, {"waiting", "u16"}, {"parked", "u8"}, {"keys", "u16"}, {"training", "u16"}, {"calls", "u8"}, {"since_s", "u16"}}},
  [0x24] = {name = "status", security = "SEALED",
    fields = {{"uptime_s", "u32"}, {"flags", "u16"}, {"rx_bad", "u16"}, {"target", "u16"}, {"prefix", "u16"}, {"number", "u16"}, {"state", "u8", 0, "window_state"}, {"call", "u8"}, {"spoken", "u32"}, {"printed", "u32"}, {"printer", "u8", 0, "printer_state"}, {"rev", "u32"}, {"rx_forged", "u16"}}},
  [0x25] = {name = "alarm", security = "SEALED",
    fields = {{"code", "u8", 0, "alarm"}, {"arg", "u32"}, {"on", "u8"}}},
  [0x28] = {name = "led_style", security = "SEALED",
    fields = {{"styles", "list", 12, {{"state", "u8", 0, "window_state"}, {"effect", "u8", 0, "led_effect"}, {"red", "u8"}, {"green", "u8"}, {"blue", "u8"}, {"period_20ms", "u8"}}}}},
  [0x29] = {name = "led_set", security = "EITHER",
    fields = {{"target", "u16"}, {"segment", "u8"}, {"effect", "u8", 0, "led_effect"}, {"red", "u8"}, {"green", "u8"}, {"blue", "u8"}, {"period_20ms", "u8"}, {"life_ds", "u16"}}},
  [0x2a] = {name = "text", security = "EITHER",
    fields = {{"target", "u16"}, {"line", "u8"}, {"blink", "u8"}, {"life_s", "u16"}, {"text", "str", 48}}},
  [0x2b] = {name = "picture", security = "EITHER",
    fields = {{"target", "u16"}, {"picture", "u16"}, {"prefix", "u16"}, {"number", "u16"}, {"blink", "u8"}, {"life_s", "u16"}}},
  [0x30] = {name = "rate_open", security = "SEALED",
    fields = {{"ticket", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"lang", "u8", 0, "language"}, {"timeout_s", "u16"}}},
  [0x31] = {name = "rate", security = "SEALED",
    fields = {{"seq", "u16"}, {"ticket", "u32"}, {"score", "u8"}, {"reason", "u8"}}},
  [0x32] = {name = "rate_close", security = "SEALED",
    fields = {{"ticket", "u32"}, {"why", "u8", 0, "rate_close"}}},
  [0x38] = {name = "ticket_req", security = "SEALED",
    fields = {{"seq", "u32"}, {"service", "u16"}, {"ticket_class", "u8", 0, "ticket_class"}, {"lang", "u8", 0, "language"}, {"item", "u16"}, {"principals", "u8"}, {"id_hash", "bytes", 16}, {"age_band", "u8"}, {"proof", "u8", 0, "class_proof"}, {"journey", "u16"}, {"of", "u32"}, {"session", "u32"}}},
  [0x39] = {name = "ticket", security = "SEALED",
    fields = {{"seq", "u32"}, {"code", "u8", 0, "refusal"}, {"ticket", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"service", "u16"}, {"ticket_class", "u8", 0, "ticket_class"}, {"ahead", "u16"}, {"lo_min", "u16"}, {"hi_min", "u16"}, {"wait_min", "u16"}, {"issued_ms", "u64"}, {"day", "u32"}, {"qr", "str", 96}, {"epoch", "u32"}, {"jseq", "u64"}, {"slot_ms", "u64"}, {"principals", "u8"}, {"item", "u16"}, {"journey", "u16"}, {"step", "u8"}}},
  [0x3a] = {name = "printed", security = "SEALED",
    fields = {{"seq", "u32"}, {"ticket", "u32"}, {"result", "u8", 0, "print_result"}}},
  [0x3b] = {name = "checkin", security = "SEALED",
    fields = {{"seq", "u32"}, {"lang", "u8", 0, "language"}, {"code", "str", 24}, {"id_hash", "bytes", 16}, {"service", "u16"}}},
  [0x3c] = {name = "kiosk_status", security = "SEALED",
    fields = {{"paper_pct", "u8"}, {"printer", "u8", 0, "printer_state"}, {"door", "u8"}, {"flags", "u16"}, {"unsent", "u16"}, {"lease_left", "u16"}, {"celsius", "i16"}, {"width", "u16"}, {"height", "u16"}, {"reader", "u8", 0, "part_state"}, {"scanner", "u8", 0, "part_state"}, {"slips", "u32"}, {"unprinted", "u16"}, {"stopped", "u8"}}},
  [0x3d] = {name = "lease", security = "SEALED",
    fields = {{"lease", "u32"}, {"state", "u8", 0, "lease_state"}, {"day", "u32"}, {"service", "u16"}, {"prefix", "u16"}, {"first", "u16"}, {"last", "u16"}, {"epoch", "u32"}, {"jseq", "u64"}, {"key", "bytes", 32}}},
  [0x3e] = {name = "import", security = "SEALED",
    fields = {{"seq", "u32"}, {"lease", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"day", "u32"}, {"issued_ms", "u64"}, {"service", "u16"}, {"ticket_class", "u8", 0, "ticket_class"}, {"lang", "u8", 0, "language"}, {"item", "u16"}, {"principals", "u8"}, {"id_hash", "bytes", 16}, {"age_band", "u8"}, {"result", "u8", 0, "print_result"}, {"supersedes_boot", "u32"}, {"supersedes_seq", "u32"}, {"proof", "u8", 0, "class_proof"}, {"journey", "u16"}}},
  [0x3f] = {name = "void_ticket", security = "SEALED",
    fields = {{"seq", "u32"}, {"ticket", "u32"}, {"lease", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"reason", "u8", 0, "void_reason"}}},
  [0x40] = {name = "sync", security = "SEALED",
    fields = {{"view", "u16"}, {"epoch", "u32"}, {"rev", "u32"}, {"credit", "u8"}}},
  [0x41] = {name = "snap_begin", security = "SEALED",
    fields = {{"epoch", "u32"}, {"rev", "u32"}, {"rows", "u16"}}},
  [0x42] = {name = "rows", security = "SEALED",
    fields = {{"rows", "bytes", 8000}}},
  [0x43] = {name = "snap_end", security = "SEALED",
    fields = {{"rev", "u32"}, {"hash", "u32"}}},
  [0x44] = {name = "delta", security = "SEALED",
    fields = {{"from", "u32"}, {"to", "u32"}, {"rows", "bytes", 8000}}},
  [0x45] = {name = "vack", security = "SEALED",
    fields = {{"rev", "u32"}, {"lag_ms", "u16"}, {"credit", "u8"}}},
  [0x47] = {name = "vhash", security = "SEALED",
    fields = {{"rev", "u32"}, {"hash", "u32"}}},
  [0x48] = {name = "board_status", security = "SEALED",
    fields = {{"width", "u16"}, {"height", "u16"}, {"fps", "u8"}, {"volume", "u8"}, {"celsius", "i16"}, {"free_mb", "u32"}, {"playlist", "u32"}, {"frame_us", "u16"}, {"mute", "u8"}, {"sound", "u8", 0, "sound_state"}, {"showing", "u8", 0, "board_page"}, {"rev", "u32"}, {"hash", "u32"}, {"queued", "u16"}, {"spoken", "u32"}, {"expired", "u32"}, {"merged", "u32"}, {"media_missing", "u16"}}},
  [0x49] = {name = "show", security = "SEALED",
    fields = {{"session", "u32"}, {"seq", "u32"}, {"show", "u32"}, {"view", "u16"}, {"style", "u8", 0, "show_style"}, {"priority", "u8"}, {"lang", "u8", 0, "language"}, {"ttl_s", "u16"}, {"text", "str", 160}, {"text2", "str", 160}}},
  [0x4a] = {name = "day_key", security = "SEALED",
    fields = {{"day", "u32"}, {"key", "bytes", 32}}},
  [0x4b] = {name = "find", security = "SEALED",
    fields = {{"seq", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"code", "str", 96}}},
  [0x4c] = {name = "found", security = "SEALED",
    fields = {{"seq", "u32"}, {"code", "u8", 0, "refusal"}, {"ticket", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"service", "u16"}, {"state", "u8", 0, "ticket_state"}, {"ticket_class", "u8", 0, "ticket_class"}, {"flags", "u8"}, {"target", "u16"}, {"calls", "u8"}, {"ahead", "u16"}, {"lo_min", "u16"}, {"hi_min", "u16"}, {"wait_min", "u16"}, {"issued_ms", "u64"}, {"since_ms", "u64"}, {"ended_ms", "u64"}, {"score", "u8"}, {"change_s", "u16"}, {"back_ahead", "u16"}, {"back_lo", "u16"}, {"back_hi", "u16"}, {"back_wait", "u16"}}},
  [0x4d] = {name = "slip", security = "SEALED",
    fields = {{"seq", "u32"}, {"ticket", "u32"}, {"verb", "u8", 0, "verb"}, {"lang", "u8", 0, "language"}, {"score", "u8"}, {"reasons", "u8"}, {"code", "str", 96}, {"id_hash", "bytes", 16}}},
  [0x50] = {name = "login", security = "SEALED",
    fields = {{"seq", "u32"}, {"staff", "u32"}, {"proof", "bytes", 32}, {"target", "u16"}, {"lang", "u8", 0, "language"}}},
  [0x51] = {name = "login_ok", security = "SEALED",
    fields = {{"seq", "u32"}, {"code", "u8", 0, "refusal"}, {"session", "u32"}, {"staff", "u32"}, {"role", "u8", 0, "staff_role"}, {"target", "u16"}, {"idle_s", "u16"}, {"tries_left", "u8"}, {"locked_s", "u16"}, {"name", "str", 24}, {"skills", "list", 64, {{"service", "u16"}}}}},
  [0x52] = {name = "act", security = "SEALED",
    fields = {{"session", "u32"}, {"seq", "u32"}, {"verb", "u8", 0, "verb"}, {"target", "u16"}, {"ticket", "u32"}, {"service", "u16"}, {"to", "u16"}, {"place", "u8", 0, "place"}, {"arg", "u32"}, {"seen", "u32"}, {"expect", "u32"}, {"key", "u8", 0, "key"}, {"text", "str", 96}}},
  [0x53] = {name = "history_req", security = "SEALED",
    fields = {{"seq", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"day", "u32"}}},
  [0x54] = {name = "history", security = "SEALED",
    fields = {{"seq", "u32"}, {"last", "u8"}, {"jseq", "u64"}, {"at_ms", "u64"}, {"text", "str", 200}}},
  [0x55] = {name = "watch", security = "SEALED",
    fields = {{"on", "u8"}}},
  [0x56] = {name = "event", security = "SEALED",
    fields = {{"jseq", "u64"}, {"at_ms", "u64"}, {"text", "str", 200}}},
  [0x57] = {name = "logout", security = "SEALED",
    fields = {{"session", "u32"}, {"seq", "u32"}}},
  [0x58] = {name = "conf_get", security = "SEALED",
    fields = {{"seq", "u32"}, {"path", "str", 48}}},
  [0x59] = {name = "conf", security = "SEALED",
    fields = {{"seq", "u32"}, {"code", "u8", 0, "refusal"}, {"rev", "u32"}, {"path", "str", 48}, {"data", "bytes", 4096}}},
  [0x5a] = {name = "conf_put", security = "SEALED",
    fields = {{"session", "u32"}, {"seq", "u32"}, {"base_rev", "u32"}, {"keep", "u8"}, {"path", "str", 48}, {"data", "bytes", 4096}}},
  [0x5c] = {name = "dev_cmd", security = "SEALED",
    fields = {{"session", "u32"}, {"seq", "u32"}, {"uid", "u64"}, {"verb", "u8", 0, "device_verb"}, {"arg", "u32"}}},
  [0x5d] = {name = "stats_req", security = "SEALED",
    fields = {{"seq", "u32"}, {"scope", "u8", 0, "stats_scope"}, {"id", "u32"}}},
  [0x5e] = {name = "stats", security = "SEALED",
    fields = {{"seq", "u32"}, {"code", "u8", 0, "refusal"}, {"scope", "u8", 0, "stats_scope"}, {"id", "u32"}, {"figures", "list", 64, {{"key", "u16", 0, "figure"}, {"value", "u64"}}}}},
  [0x5f] = {name = "log", security = "SEALED",
    fields = {{"at_ms", "u64"}, {"level", "u8", 0, "log_level"}, {"text", "str", 200}}},
  [0x60] = {name = "offer", security = "SEALED",
    fields = {{"ref", "u32"}, {"code", "u8", 0, "offer_code"}, {"kind", "u8", 0, "blob_kind"}, {"size", "u32"}, {"name", "str", 24}, {"sha256", "bytes", 32}, {"chunk", "u16"}, {"number", "u16"}, {"version", "u32"}}},
  [0x61] = {name = "get", security = "SEALED",
    fields = {{"ref", "u32"}, {"offset", "u32"}, {"length", "u16"}}},
  [0x62] = {name = "data", security = "SEALED",
    fields = {{"ref", "u32"}, {"offset", "u32"}, {"bytes", "bytes", 4096}}},
  [0x63] = {name = "bstat", security = "SEALED",
    fields = {{"ref", "u32"}, {"state", "u8", 0, "transfer_state"}, {"first", "u16"}, {"held", "bytes", 128}}},
  [0x64] = {name = "activate", security = "SEALED",
    fields = {{"ref", "u32"}, {"at_ms", "u64"}, {"version", "u32"}, {"sha256", "bytes", 32}}},
  [0x65] = {name = "screen_req", security = "SEALED",
    fields = {{"ref", "u32"}, {"device", "str", 24}}},
  [0x66] = {name = "chunk", security = "EITHER",
    fields = {{"ref", "u32"}, {"offset", "u32"}, {"bytes", "bytes", 128}}},
  [0x67] = {name = "blob_req", security = "SEALED",
    fields = {{"ref", "u32"}, {"kind", "u8", 0, "blob_kind"}, {"number", "u16"}, {"sha256", "bytes", 32}, {"name", "str", 24}}},
  [0x75] = {name = "tunnel", security = "SEALED",
    fields = {{"line", "u16"}, {"t_us", "u32"}, {"frame", "bytes", 250}}},
  [0x76] = {name = "busctl", security = "SEALED",
    fields = {{"line", "u16"}, {"credit", "u8"}, {"mode", "u8", 0, "line_mode"}, {"gctr", "u32"}}},
  [0x77] = {name = "bus_station", security = "SEALED",
    fields = {{"line", "u16"}, {"address", "u8"}, {"online", "u8"}, {"errors", "u16"}}},
}
local ROWS = {
  [0x01] = {name = "hall", security = "",
    fields = {{"day", "u32"}, {"ticketing", "u8"}, {"issued", "u32"}, {"waiting", "u32"}, {"training", "u16"}, {"opens_in_min", "u16"}, {"emergency", "u8", 0, "emergency"}}},
  [0x02] = {name = "window", security = "",
    fields = {{"state", "u8", 0, "window_state"}, {"call", "u32"}, {"calls", "u8"}, {"ticket", "u32"}, {"prefix", "u16"}, {"number", "u16"}, {"ticket_class", "u8", 0, "ticket_class"}, {"service", "u16"}, {"since_ms", "u64"}, {"order", "u32"}, {"pause_reason", "u8", 0, "pause_reason"}, {"parked", "u8"}, {"waiting", "u16"}, {"duty", "u8"}}},
  [0x03] = {name = "service", security = "",
    fields = {{"waiting", "u16"}, {"windows", "u16"}, {"ticketing", "u8"}, {"left", "u16"}, {"ahead_normal", "u16"}, {"ahead_priority", "u16"}, {"lo_min", "u16"}, {"hi_min", "u16"}, {"wait_min", "u16"}, {"opens_in_min", "u16"}}},
  [0x04] = {name = "ticket", security = "",
    fields = {{"state", "u8", 0, "ticket_state"}, {"service", "u16"}, {"ticket_class", "u8", 0, "ticket_class"}, {"prefix", "u16"}, {"number", "u16"}, {"joined_ms", "u64"}, {"target", "u16"}, {"unprinted", "u8"}, {"ahead", "u16"}, {"items", "u8"}, {"park_kind", "u8"}}},
  [0x05] = {name = "announce", security = "",
    fields = {{"voice_zone", "u16"}, {"target", "u16"}, {"prefix", "u16"}, {"number", "u16"}, {"kind", "u8", 0, "announce_kind"}, {"langs", "u8"}, {"at_ms", "u64"}, {"life_s", "u16"}}},
  [0x06] = {name = "missed", security = "",
    fields = {{"service", "u16"}, {"prefix", "u16"}, {"number", "u16"}, {"at_ms", "u64"}}},
  [0x07] = {name = "device", security = "",
    fields = {{"kind", "u8", 0, "device_kind"}, {"online", "u8"}, {"seen_ms", "u64"}, {"flags", "u16"}, {"target", "u16"}, {"prefix", "u16"}, {"number", "u16"}, {"state", "u8", 0, "window_state"}, {"call", "u8"}, {"spoken", "u32"}, {"printed", "u32"}, {"printer", "u8", 0, "printer_state"}, {"rx_bad", "u16"}, {"rx_forged", "u16"}, {"denied", "u16"}, {"paper_pct", "u8"}, {"door", "u8"}, {"reader", "u8", 0, "part_state"}, {"scanner", "u8", 0, "part_state"}, {"celsius", "i16"}, {"unsent", "u16"}, {"lease_left", "u16"}, {"stopped", "u8"}, {"width", "u16"}, {"height", "u16"}, {"slips", "u32"}, {"unprinted", "u16"}, {"alarms", "u32"}}},
  [0x08] = {name = "text", security = "",
    fields = {{"view", "u16"}, {"style", "u8", 0, "show_style"}, {"lang", "u8", 0, "language"}, {"until_ms", "u64"}, {"parts", "u8"}, {"text", "str", 48}, {"small", "u8"}}},
  [0x09] = {name = "playlist", security = "",
    fields = {{"seconds", "u16"}, {"media", "u16"}, {"sha256", "bytes", 32}}},
  [0x0a] = {name = "clerk", security = "",
    fields = {{"target", "u16"}, {"role", "u8", 0, "staff_role"}, {"online", "u8"}, {"since_ms", "u64"}, {"served", "u16"}, {"session", "u32"}, {"name", "str", 24}}},
  [0x0b] = {name = "line", security = "",
    fields = {{"online", "u8"}, {"mode", "u8", 0, "line_mode"}, {"stations", "u8"}, {"load_pct", "u8"}, {"bad", "u16"}, {"foreign", "u16"}, {"collisions", "u16"}, {"seen_ms", "u64"}}},
  [0x0c] = {name = "board", security = "",
    fields = {{"fps", "u8"}, {"frame_us", "u16"}, {"volume", "u8"}, {"mute", "u8"}, {"sound", "u8", 0, "sound_state"}, {"showing", "u8", 0, "board_page"}, {"rev", "u32"}, {"agrees", "u8", 0, "agreement"}, {"queued", "u16"}, {"expired", "u32"}, {"merged", "u32"}, {"media_missing", "u16"}, {"free_mb", "u32"}, {"playlist", "u32"}}},
}
local ROW_BYTES_MAX = 64

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
