# SPDX-License-Identifier: Apache-2.0
"""hall_people - a hall with people who sign on with a PIN, for tests."""
import hashlib
import shutil
import struct
import subprocess

from hall_process import BIN, HALLS, REFUSED, VIEW, HallTest, hallctl

STAFF = """staff,name,role,window,skills
11,王芳,clerk,1,4
12,Li,clerk,,
13,Old,clerk,,1:2026-03-17
20,Boss,manager,,
30,Eye,auditor,,
40,Guide,guide,,
"""
PINS = {11: "1111", 12: "12345", 13: "1313", 20: "202020", 30: "3030", 40: "4040"}


def proof(staff, pin, instance):
    return hashlib.scrypt(pin.encode(), salt=struct.pack("<IQ", staff, instance), n=16384, r=8, p=1,
                          maxmem=1 << 26, dklen=32)


class PeopleTest(HallTest):
    def setUp(self):
        super().setUp()
        self.hall = self.dir / "hall"
        shutil.copytree(HALLS / "township", self.hall)
        with open(self.hall / "services.yaml", "a", encoding="utf-8") as file:
            file.write("  - {id: 5, zone: 1, name: {zh: 收费, en: Cashier}, mean_min: 3}\n"
                       "journeys:\n  - {id: 1, name: {zh: 登记, en: Register}, steps: [1, 5, 2]}\n")
        windows = self.hall / "windows.yaml"
        windows.write_text(windows.read_text(encoding="utf-8").replace(
            "services: [3, 4]", "services: [3, 4, 5]"), encoding="utf-8")
        hallctl("adopt", "console", "desk", "--state", self.state, check=0)
        hallctl("adopt", "console", "desk2", "--state", self.state, check=0)

    def staff(self, text=STAFF):
        file = self.dir / "people.csv"
        file.write_text(text, encoding="utf-8")
        return hallctl("staff", "import", file, "--hall", self.hall, "--state", self.state)

    def pin(self, number, pin, check=0):
        done = subprocess.run([BIN / "hallctl", "staff", "pin", str(number), "--state", self.state],
                              input=pin + "\n", capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, check, done.stderr)
        return done

    def begin(self, **more):
        """A hall with its people; the first start makes the instance that PINs are salted with."""
        c = self.start(**more)
        if not (self.state / "staff.csv").exists():
            self.assertEqual(self.staff().returncode, 0)
            for number, pin in PINS.items():
                self.pin(number, pin)
            c.wait_line("staff people=6")
            c.stop()
            c = self.start(**more)  # with PINs from its start on
        return c

    def console(self, c, name="desk"):
        return self.client(c, name, view=VIEW["console"])

    def login(self, client, staff, pin=None, target=0):
        return client.command("login", "login_ok", staff=staff, target=target,
                              proof=proof(staff, pin or PINS[staff], client.welcome["instance"]))

    def enter(self, client, staff, target=0):
        answer = self.login(client, staff, target=target)
        self.assertEqual(answer["code"], REFUSED["done"], answer)
        return answer["session"]
