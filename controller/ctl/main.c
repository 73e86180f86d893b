/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hallctl - what administrators do: make keys, look, press, ask what happened.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "link/capture.h"
#include "os/log.h"
#include "os/options.h"
#include "os/secrets.h"

#define WORDS_MAX 64

static const struct command {
    const char *name, *usage;
    int least, most; /* words behind it */
    /* EITHER: online without --state. KEYED: online with --key */
    enum { OFFLINE, ONLINE, EITHER, KEYED } where;
    int (*run)(const struct ctl *ctl);
} commands[] = {
    {"adopt",
     "KIND NAME --state DIR [--force] [--show] [--qr FILE.png], or --all --hall DIR --state DIR: "
     "make device keys",
     0, 2, OFFLINE, ctl_adopt},
    {"revoke", "NAME --state DIR: its key is worth nothing from now on", 1, 1, OFFLINE, ctl_revoke},
    {"book",
     "import FILE.csv [--skip-bad], add DATE START SERVICE CODE [--id], list DATE, cancel DATE "
     "CODE; "
     "--hall DIR --state DIR: appointments",
     1, 5, OFFLINE, ctl_book},
    {"devices",
     "--hall DIR [--kind KIND]: name, window and line of each device; with --key FILE: how each is "
     "now",
     0, 0, KEYED, ctl_devices},
    {"lines", "--hall DIR [--bus NAME]: the RS-485 lines, or those of one bus program", 0, 0,
     OFFLINE, ctl_lines},
    {"staff", "import FILE.csv [--hall DIR], list, or pin NUMBER, with --state DIR: who works here",
     1, 2, OFFLINE, ctl_staff},
    {"verify", "--state DIR, or the FILE of a backup: is all of it whole?", 0, 1, OFFLINE,
     ctl_verify},
    {"backup",
     "of the controller that runs, into its state folder; FILE --state DIR: of one that does not",
     0, 1, EITHER, ctl_backup},
    {"restore", "FILE --state NEWDIR [--archives DIR]: a state folder from a backup", 1, 1, OFFLINE,
     ctl_restore},
    {"pages",
     "reload: the pages of the boards are read again; until they are good the old ones play", 1, 1,
     ONLINE, ctl_pages},
    {"report", "DAY --state DIR: the report of a closed day, made from the journal or archive", 1,
     1, OFFLINE, ctl_report},
    {"strip",
     "DIR [TEXT] --hall DIR [--dots N] [--lang zh|en|mn] [--window N]: the sentences of window "
     "strips as pictures for stations without a font, or that text",
     1, 2, OFFLINE, ctl_strip},
    {"status", "[--json] [--hall DIR]: the hall as it is now", 0, 0, ONLINE, ctl_status},
    {"watch", "what happens, as it happens", 0, 0, ONLINE, ctl_watch},
    {"screen", "DEVICE FILE.png: what a screen shows now", 2, 2, ONLINE, ctl_screen},
    {"press", "WINDOW KEY: next recall finish miss pause transfer [N] park return start help undo",
     2, 3, ONLINE, ctl_press},
    {"act",
     "day open|close [force], clock, emergency on|off, rejoin|cancel NUMBER, void NUMBER REASON "
     "[TEXT], "
     "void-all SERVICE REASON TEXT COUNT, call WINDOW NUMBER WHY, item WINDOW [ITEM], "
     "quota SERVICE SESSION NUMBERS, admit NUMBER HH:MM [CLASS] [CODE], lease-end KIOSK, "
     "open|close|pause|resume WINDOW",
     1, 5, ONLINE, ctl_act},
    {"notice",
     "TEXT [SECOND-LINE] [--floor N|--zone N|--board NAME --hall DIR] [--minutes N] [--style "
     "info|warn], or end: a text on the boards of the hall, or of that place",
     1, 2, ONLINE, ctl_notice},
    {"accept-history",
     "[NUMBERS]: go on with an old copy of the state; every service passes over so many numbers, "
     "by "
     "default as many as journal rows are lost",
     0, 1, ONLINE, ctl_accept_history},
    {"explain",
     "NUMBER [--day 2026-03-18]: why everything happened to it; --state DIR: of a controller that "
     "does not run",
     1, 1, EITHER, ctl_explain},
    {"ticket", "NUMBER [DAY]: everything that happened to a number", 1, 2, ONLINE, ctl_ticket},
};

static int read_options(struct ctl *ctl, int argc, char **argv, int *rest)
{
    const struct option_row rows[] = {
        {"controller", "HOST:PORT", "where it listens (127.0.0.1:7420)", .text = &ctl->controller},
        {"key", "FILE", "an administrator's key (hallctl adopt admin NAME)", .text = &ctl->key},
        {"hall", "DIR", "the definition of the hall", .text = &ctl->hall},
        {"state", "DIR", "the controller's state folder", .text = &ctl->state},
        {"kind", "KIND", "only devices of this kind", .text = &ctl->kind},
        {"bus", "NAME", "only lines of this bus program", .text = &ctl->bus},
        {"day", "YYYY-MM-DD", "of that day, not today", .text = &ctl->day},
        {"board", "NAME", "a notice on that board", .text = &ctl->board},
        {"floor", "N", "a notice on the boards of that floor", .text = &ctl->floor},
        {"zone", "N", "a notice on the boards of that zone", .text = &ctl->zone},
        {"minutes", "N", "a notice for so long (10)", .text = &ctl->minutes},
        {"style", "STYLE", "a notice as info or warn (info)", .text = &ctl->style},
        {"dots", "N", "width of a strip (128)", .text = &ctl->dots},
        {"lang", "LANG", "of a strip (zh)", .text = &ctl->lang},
        {"window", "N", "a strip with that window's own name", .text = &ctl->window},
        {"json", NULL, "as JSON", .flag = &ctl->json},
        {"all", NULL, "every device of the hall", .flag = &ctl->all},
        {"force", NULL, "make a new key although there is one", .flag = &ctl->force},
        {"show", NULL, "print the key, as text and as a code to scan", .flag = &ctl->show},
        {"archives", "DIR", "archives to restore", .text = &ctl->archives},
        {"qr", "FILE.png", "the key as a picture of a code to scan", .text = &ctl->qr},
        {"skip-bad", NULL, "take the good lines of a file with mistakes", .flag = &ctl->skip_bad},
        {"id", NULL, "read an identity number from standard input", .flag = &ctl->id},
        {"today", "DATE", "the hall's date in practice", .text = &ctl->today},
        CAPTURE_OPTION(ctl->capture),
    };
    const struct options options = {"hallctl", "administer a hall", "COMMAND [WORD]…", rows,
                                    countof(rows)};
    int status = options_read(&options, argc, argv, rest);
    if (status == OPTIONS_DONE && argc > 1 && strcmp(argv[1], "--help") == 0)
        for (size_t i = 0; i < countof(commands); i++)
            printf("%s  %-8s %s\n", i ? "" : "\ncommands:\n", commands[i].name, commands[i].usage);
    return status;
}

static bool takes_value(const char *option)
{
    static const char *const names[] = {"--controller", "--key",      "--hall",    "--state",
                                        "--kind",       "--bus",      "--qr",      "--day",
                                        "--capture",    "--archives", "--today",   "--board",
                                        "--floor",      "--zone",     "--minutes", "--style",
                                        "--dots",       "--lang",     "--window"};
    for (size_t i = 0; i < countof(names); i++)
        if (strcmp(option, names[i]) == 0)
            return true;
    return false;
}

/* People write options behind the command as well: moves them to the front. */
static void sort_arguments(int argc, char **argv, char **sorted)
{
    int at = 0;
    sorted[at++] = argv[0];
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' || !argv[i][1])
            continue;
        sorted[at++] = argv[i];
        if (takes_value(argv[i]) && i + 1 < argc)
            sorted[at++] = argv[++i];
    }
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' || !argv[i][1])
            sorted[at++] = argv[i];
        else if (takes_value(argv[i]))
            i++;
    }
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < countof(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

struct hall_def *ctl_hall(const struct ctl *ctl)
{
    struct hall_def *def = NULL;
    if (!ctl->hall)
        complain("--hall DIR is missing");
    else if (config_load(ctl->hall, stderr, &def, NULL))
        return NULL; /* every mistake was named */
    return def;
}

static int run(struct ctl *ctl, char **argv, int argc)
{
    if (argc < 1) {
        complain("what is to be done? see hallctl --help");
        return 2;
    }
    const struct command *command = find_command(argv[0]);
    if (!command) {
        complain("there is no command %s; see hallctl --help", argv[0]);
        return 2;
    }
    ctl->words = argv + 1;
    ctl->count = argc - 1;
    if (ctl->count < command->least || ctl->count > command->most) {
        complain("usage: hallctl %s %s", command->name, command->usage);
        return 2;
    }
    if (command->where == OFFLINE || (command->where == EITHER && ctl->state) ||
        (command->where == KEYED && !ctl->key))
        return command->run(ctl);
    if (!ctl->key) {
        complain("--key FILE is missing: an administrator's key, made with hallctl adopt");
        return 2;
    }
    if (address_parse(ctl->controller, &ctl->address) || device_key_read(ctl->key, &ctl->device))
        return 2;
    int status = command->run(ctl);
    device_key_wipe(&ctl->device);
    return status;
}

int main(int argc, char **argv)
{
    struct ctl ctl = {.controller = "127.0.0.1:7420"};
    char *sorted[WORDS_MAX];
    int rest = 0;
    secrets_keep();
    log_component("hallctl");
    log_quiet(true);
    if (argc > WORDS_MAX) {
        complain("too many words");
        return 2;
    }
    sort_arguments(argc, argv, sorted);
    int status = read_options(&ctl, argc, sorted, &rest);
    if (status != OPTIONS_GO)
        return status;
    return run(&ctl, sorted + rest, argc - rest);
}
