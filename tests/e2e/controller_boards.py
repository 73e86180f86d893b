# SPDX-License-Identifier: Apache-2.0
"""What boards get from the real controller, and what they say to it: notices of the staff,
announcements besides calls, a TV above a window, and how each board does."""
import json
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_people import PeopleTest  # noqa: E402
from hall_process import BIN, HALLS, KEY, REFUSED, ROW, VIEW, HallTest, Program, hallctl  # noqa: E402

ROW |= dict(text=8, board=12)
KINDS = dict(call=1, recall=2, last=3, transfer=4, back=5, missed=6, next=7, pick_up=8)
NOTICE, WARNING = 2, 5
OWN = VIEW["board"] | 0xFFF
ZH, EN = 1, 2
SOUND = dict(none=0, works=1, failed=2)
LONGEST = "今日取号即将结束请已经取号的各位继续等候办理谢谢"  # 24 characters
BELOW = "已经取号的请继续等候办理业务，明日取号八点十五分开始，也可以网上预约"[:34]


def change(path, *pairs):
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def texts(client):
    """view -> (style, what is said, the smaller words), of notices whose parts are all there."""
    found = {}
    for (kind, key), row in sorted(client.rows.items()):
        if kind == ROW["text"]:
            found.setdefault(key >> 4, []).append(row)
    said = {}
    for parts in found.values():
        if len(parts) == parts[0]["parts"]:
            lines = ["".join(p["text"] for p in parts if p["small"] == small) for small in (0, 1)]
            said[parts[0]["view"]] = (parts[0]["style"], *lines)
    return said


class Boards(HallTest):
    """The township hall with a second board, a TV above window 2, and quick misses."""

    def setUp(self):
        super().setUp()
        self.hall = self.dir / "hall"
        shutil.copytree(HALLS / "township", self.hall)
        change(self.hall / "devices.yaml", ("devices:\n", "devices:\n  - {name: board-2, kind: board, floor: 1}\n"
                                            "  - {name: tv-2, kind: board, window: 2}\n"))
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)

    def rules(self, text):
        change(self.hall / "hall.yaml", ("floors:\n", f"rules: {{{text}}}\nfloors:\n"))

    def board(self, c, name="board-1"):
        return self.client(c, name, view=OWN)

    def pad(self, c, number=1):
        pad = self.client(c, f"pad-{number}")
        pad.calls = 0
        return pad

    def press(self, pad, key, want="done"):
        answer = pad.press(KEY[key], seen=pad.calls)
        self.assertEqual(answer["code"], REFUSED[want], answer)
        pad.calls = answer["call"] & 0xFF
        return answer


class Notices(Boards):
    def test_a_notice_is_on_the_boards_it_is_for_until_it_is_over(self):
        self.assertEqual((len(LONGEST), len(BELOW)), (24, 34))
        c = self.start()
        one, two = self.board(c), self.board(c, "board-2")
        self.ctl(c, "notice", LONGEST, BELOW, check=0)
        one.until(lambda: texts(one) == {VIEW["hall"]: (NOTICE, LONGEST, BELOW)})
        two.until(lambda: texts(two) == texts(one))
        self.ctl(c, "notice", "short", "--style", "warn", check=0)  # the newest of a place wins
        one.until(lambda: texts(one) == {VIEW["hall"]: (WARNING, "short", "")})
        self.ctl(c, "notice", "here", "--board", "board-2", "--hall", self.hall, check=0)
        two.until(lambda: len(texts(two)) == 2)
        self.ctl(c, "notice", "zone", "--zone", 1, check=0)
        one.until(lambda: (VIEW["zone"] | 1) in texts(one))
        self.assertNotIn(VIEW["zone"] | 1, texts(two))  # it hangs in no zone
        self.ctl(c, "notice", "end", "--zone", 1, check=0)
        one.until(lambda: list(texts(one)) == [VIEW["hall"]])
        self.ctl(c, "notice", "end", check=0)
        one.until(lambda: not texts(one))
        two.until(lambda: not texts(two))
        self.ctl(c, "notice", "end", check=0)  # it is over already

    def test_a_notice_outlives_a_restart_and_not_its_time(self):
        c = self.start(training=30)
        self.ctl(c, "notice", LONGEST, BELOW, "--minutes", 60, check=0)
        self.assertNotEqual(c.kill(), 0)
        self.running.remove(c)
        c = self.start(training=30)
        board = self.board(c)
        self.assertEqual(texts(board), {VIEW["hall"]: (NOTICE, LONGEST, BELOW)})
        self.ctl(c, "notice", "soon over", "--minutes", 1, check=0)
        board.until(lambda: "soon over" in str(texts(board)))
        board.until(lambda: not texts(board), seconds=30)  # a minute of the hall

    def test_what_no_board_can_show_is_refused_in_words(self):
        c = self.start()
        said = {("x" * 25,): "25 characters; a board shows 24", ("x", "y" * 35): "a board shows 34",
                ("x", "--board", "kiosk-1", "--hall", self.hall): "no board named kiosk-1",
                ("x", "--board", "tv-2", "--hall", self.hall): "shows no notices; name a board of the waiting area",
                ("end", "all"): "ends without a text",
                ("x", "--floor", "0"): "no number of a floor", ("x", "--minutes", "0"): "write 1 to",
                ("x", "--style", "red"): "info or warn", ("",): "empty", ("a\nb",): "more than one line",
                ("x", "--floor", "1", "--zone", "1"): "one place", ("x", "--board", "tv-2"): "--hall DIR"}
        for words, sentence in said.items():
            done = self.ctl(c, "notice", *words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(sentence, done.stderr)
        done = self.ctl(c, "notice", "x", "--floor", "7", check=1)
        self.assertIn("no such floor, zone or board", done.stderr)

    def test_the_wire_takes_lines_only(self):
        c = self.start()
        admin = self.client(c, "admin-1")
        good = dict(view=VIEW["hall"], style=NOTICE, ttl_s=60, text="x", text2="")
        bad = (dict(text="a\x1b[2J"), dict(text2="a\nb"), dict(ttl_s=0), dict(style=4), dict(text="", text2="y"),
               dict(text="字" * 25), dict(text2="字" * 35))
        for wrong in bad:
            answer = admin.command("show", "result", **dict(good, **wrong))
            self.assertEqual(answer["code"], REFUSED["malformed"], wrong)
        for view in (0, VIEW["floor"] | 9, VIEW["board"] | 0xFFE, VIEW["board"], VIEW["kiosk"], VIEW["admin"]):
            answer = admin.command("show", "result", **dict(good, view=view))
            self.assertEqual(answer["code"], 28, hex(view))  # no such place
        codes = [admin.command("show", "result", **dict(good, view=VIEW["board"] | n))["code"] for n in range(24)]
        self.assertEqual((codes.count(REFUSED["done"]), set(codes)), (2, {0, 28}))  # board-1, board-2, not tv-2
        again = admin.command("show", "result", **good)
        self.assertEqual(again["code"], REFUSED["done"])
        board = self.board(c)
        self.assertEqual(len(texts(board)), 2)  # of the hall, and its own
        for name in ("kiosk-1", "board-2", "pad-1"):  # machines of the hall show nothing on boards
            client = self.client(c, name)
            client.say("show", **dict(good, seq=9))
            self.assertEqual(client.take("error")["code"], REFUSED["denied"])


class Voices(Boards):
    def announced(self, client):
        """(kind, number, target, langs) in the order of their ids."""
        return [(row["kind"], row["number"], row["target"], row["langs"])
                for (kind, _), row in sorted(client.rows.items()) if kind == ROW["announce"]]

    def test_who_is_next_and_who_was_missed_is_said_where_the_hall_wants_it(self):
        self.rules("announce_missed: true, announce_next: true, miss_calls: 1, miss_after_s: 0")
        c = self.start()
        kiosk, board, pad = self.client(c, "kiosk-1"), self.board(c), self.pad(c)
        tv = self.board(c, "tv-2")
        for lang in (1, 0):  # the first one chose English
            self.assertEqual(kiosk.issue(1, lang=lang)["code"], REFUSED["done"])
        self.press(pad, "next")
        call, ready = (KINDS["call"], 1, 1, ZH | EN), (KINDS["next"], 2, 0, ZH)
        board.until(lambda: self.announced(board) == [call, ready])
        self.press(pad, "miss")
        missed = (KINDS["missed"], 1, 1, ZH | EN)
        board.until(lambda: self.announced(board) == [call, ready, missed])
        self.press(pad, "next")
        board.until(lambda: self.announced(board) == [call, ready, missed, (KINDS["call"], 2, 1, ZH)])
        self.assertNotEqual(c.kill(), 0)  # D-12: and none of it twice, or lost, after a restart
        self.running.remove(c)
        c = self.start()
        again = self.board(c)
        self.assertEqual(self.announced(again), self.announced(board))
        self.assertEqual(self.announced(tv), [])
        told = self.ctl(c, "explain", "A002", check=0).stdout
        self.assertIn("told to get ready", told)
        self.assertIn("called out as missed", self.ctl(c, "explain", "A001", check=0).stdout)

    def test_a_hall_that_says_nothing_hears_calls_only(self):
        self.rules("miss_calls: 1, miss_after_s: 0")
        change(self.hall / "windows.yaml", ("services: [1, 4]", "services: [1, 4], kind: pickup"))
        c = self.start()
        kiosk, board, pad = self.client(c, "kiosk-1"), self.board(c), self.pad(c)
        for _ in range(2):
            kiosk.issue(1)
        self.press(pad, "next")
        self.press(pad, "miss")
        self.press(pad, "next")
        said = [(KINDS["pick_up"], n, 1, ZH) for n in (1, 2)]
        board.until(lambda: self.announced(board) == said)

    def test_a_tv_above_a_window_gets_that_window_and_who_stands_in(self):
        c = self.start()
        tv = self.board(c, "tv-2")
        windows = [key for kind, key in tv.rows if kind == ROW["window"]]
        services = [key for kind, key in tv.rows if kind == ROW["service"]]
        self.assertEqual(sorted(services), [2, 4])
        self.assertEqual(sorted(windows), [1, 2, 3, 4])  # each serves 4 as well
        kiosk, pad = self.client(c, "kiosk-1"), self.pad(c, 2)
        kiosk.issue(2)
        self.press(pad, "next")
        tv.until(lambda: tv.row(ROW["window"], 2)["number"] == 1)
        board = self.board(c)
        self.ctl(c, "notice", "for everybody", check=0)
        board.until(lambda: texts(board))
        self.ctl(c, "act", "emergency", "on", check=0)  # comes after it, and is for every screen
        tv.until(lambda: tv.row(ROW["hall"], 0)["emergency"])
        beside = (ROW["announce"], ROW["missed"], ROW["text"])
        self.assertFalse([key for kind, key in tv.rows if kind in beside])


class Health(Boards):
    STATUS = dict(width=1920, height=1080, fps=60, volume=80, celsius=41, free_mb=900, playlist=0,
                  frame_us=7300, mute=0, sound=SOUND["works"], showing=2, queued=1, spoken=12, expired=2,
                  merged=3, media_missing=4)

    def status(self, board, **more):
        board.pump()
        said = dict(self.STATUS, rev=board.rev, hash=board.hash())
        board.say("board_status", **dict(said, **more))

    def line(self, c, name="board-1"):
        shown = self.ctl(c, "devices", "--hall", self.hall, "--kind", "board", check=0).stdout.splitlines()
        return next(line for line in shown if line.startswith(name))

    def test_a_manager_sees_how_each_board_does(self):
        c = self.start()
        board, admin = self.board(c), self.client(c, "admin-1", view=VIEW["admin"])
        key = next(key for (kind, key), row in admin.rows.items() 
                   if kind == ROW["device"] and row["kind"] == 5 and row["online"])
        self.status(board)
        admin.until(lambda: admin.row(ROW["board"], key))
        admin.until(lambda: admin.row(ROW["device"], key)["width"] == 1920)
        line = self.line(c)
        for cell in ("up", "1920x1080", "60", "7.3 ms", "80 %", "pages", "right", " 12 "):
            self.assertIn(cell, line)
        self.assertNotIn("ALARM", line)
        self.status(board, sound=SOUND["failed"], frame_us=65535)  # the board goes on, silent
        admin.until(lambda: admin.row(ROW["board"], key)["sound"] == SOUND["failed"])
        self.assertIn("SILENT", self.line(c))
        self.assertIn("ALARM no sound", self.line(c))
        self.assertIn(">65.5 ms", self.line(c))
        self.status(board, mute=1)
        admin.until(lambda: admin.row(ROW["board"], key)["mute"])
        self.assertIn("muted", self.line(c))
        self.assertNotIn("ALARM", self.line(c))
        status = json.loads(self.ctl(c, "status", "--json", "--hall", self.hall, check=0).stdout)
        told = [(board["name"], board["media_missing"], board["agrees"]) for board in status["boards"]]
        self.assertEqual(told, [("board-1", 4, 1)])
        board.close()
        admin.until(lambda: not admin.row(ROW["device"], key)["online"])
        self.assertIn("DOWN", self.line(c))

    def test_a_board_with_another_picture_than_ours_is_an_alarm(self):
        c = self.start()
        board, admin = self.board(c), self.client(c, "admin-1", view=VIEW["admin"])
        self.status(board, hash=board.hash() ^ 1)
        self.status(board, rev=board.rev + 9, hash=1)  # of a time that is not ours: says nothing
        self.status(board)
        c.wait_lines(r"device=board-1 .*alarm=on", 0)
        row = lambda: next((row for (kind, _), row in admin.rows.items() if kind == ROW["board"]), {})  # noqa: E731
        admin.until(lambda: row().get("agrees") == 1)
        for _ in range(2):  # once may be a delta on its way
            self.status(board, hash=board.hash() ^ 1)
        c.wait_line(r"device=board-1 alarm=on code=17")
        admin.until(lambda: row()["agrees"] == 2)
        self.assertIn("WRONG", self.line(c))
        self.assertIn("ALARM a board shows something else", self.line(c))
        self.status(board)
        c.wait_line(r"device=board-1 alarm=off code=17")
        self.assertIn("right", self.line(c))
        self.assertEqual(len([1 for line in c.lines if "alarm=on" in line]), 1)


class RealBoard(Health):
    """hall-display itself says what the manager reads."""
    test_a_manager_sees_how_each_board_does = None
    test_a_board_with_another_picture_than_ours_is_an_alarm = None

    def display(self, c, driver):
        board = Program([BIN / "hall-display", "--hall", self.hall, "--controller", f"127.0.0.1:{c.port}", "--key",
                         self.state / "devices" / "board-1.key", "--name", "board-1", "--offscreen", "--state",
                         self.dir / "board"], env=dict(SDL_AUDIODRIVER=driver))
        self.addCleanup(board.stop)
        return board

    def board_row(self, admin):
        return next((row for (kind, _), row in admin.rows.items() if kind == ROW["board"]), {})

    def test_what_it_shows_is_compared_with_what_we_hold(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.display(c, "dummy")
        row = lambda: self.board_row(admin)  # noqa: E731
        admin.until(lambda: row().get("agrees") == 1, seconds=40)
        self.assertIn("right", self.line(c))
        self.ctl(c, "notice", LONGEST, check=0)
        admin.until(lambda: row()["showing"] == 3, seconds=20)
        self.ctl(c, "notice", "end", check=0)
        admin.until(lambda: row()["showing"] in (0, 2), seconds=20)
        kiosk, pad = self.client(c, "kiosk-1"), self.pad(c)
        kiosk.issue(1)
        self.press(pad, "next")
        admin.until(lambda: row()["showing"] == 1, seconds=20)
        self.ctl(c, "act", "emergency", "on", check=0)
        admin.until(lambda: row()["showing"] == 4, seconds=20)
        admin.until(lambda: row()["agrees"] == 1, seconds=20)
        self.assertNotIn("ALARM", self.line(c))

    def test_a_lost_sound_device_is_an_alarm_and_the_board_goes_on(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.display(c, "no-such-driver")
        admin.until(lambda: self.board_row(admin).get("sound") == SOUND["failed"], seconds=40)
        admin.until(lambda: self.board_row(admin).get("agrees") == 1, seconds=40)
        c.wait_line(r"device=board-1 alarm=on code=15")
        self.assertIn("SILENT", self.line(c))
        self.assertIn("ALARM no sound", self.line(c))


class People(PeopleTest):
    """Managers and guides write on boards; everybody else has other work (D-43)."""

    def test_who_may_write_on_boards(self):
        c = self.begin()
        client = self.console(c)
        words = dict(view=VIEW["hall"], style=NOTICE, ttl_s=60, text="x")
        answer = client.command("show", "result", **words)
        self.assertEqual(answer["code"], 54)  # nobody is signed on
        for staff, code in ((20, "done"), (40, "done"), (30, "denied"), (12, "denied")):
            session = self.enter(client, staff)
            answer = client.command("show", "result", session=session, **words)
            self.assertEqual(answer["code"], REFUSED[code], staff)
            client.command("logout", "result", session=session)


if __name__ == "__main__":
    unittest.main()
