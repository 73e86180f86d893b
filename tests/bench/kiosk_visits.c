/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits at the real kiosk: from exec to a page, from the finger to pixels, to the number and to
 * the paper, with a controller and while it hangs; what the kiosk costs meanwhile.
 */
#include <signal.h>
#include <time.h>

#include "bench/kiosk_machine.h"
#include "bench/kiosk_parts.h"
#include "os/log.h"

#define STARTS 7
#define VISITS 100
#define VISITS_ALONE 5
#define IDLE_S 20
#define PATIENCE_S 20.0
#define HAND_S 0.5 /* a hand needs that long to the next place */
#define CALM_S 0.3 /* a page that looks the same for so long is whole */

/* docs/ui: k01, k02, k03, k04; the zone's first service. */
static const struct box zone = {48, 232, 420, 160}, service = {48, 232, 592, 224},
                        confirm = {1112, 704, 760, 160}, home = {240, 976, 176, 88},
                        left = {48, 240, 900, 640}, all = {0, 104, 1920, 850};

struct figures {
    double starts[STARTS], pixels[VISITS * 4], number[VISITS], paper[VISITS], alone[VISITS_ALONE];
    uint32_t start_count, pixel_count, visit_count, alone_count;
};

static void wait_s(double seconds)
{
    struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

/* Until the page stands still. */
static enum err settle(const struct machine *machine)
{
    double end = bench_clock() + PATIENCE_S;
    uint64_t look = eye_look(&machine->eye, all);
    while (eye_wait(&machine->eye, all, look, CALM_S) > 0) {
        look = eye_look(&machine->eye, all);
        if (bench_clock() > end)
            return log_fault(ERR_GONE, "the page never stands still");
    }
    return ERR_NONE;
}

/* ---- from exec to the first page ---- */

static enum err start_once(struct machine *machine, struct figures *figures)
{
    double begun, end;
    /* What the one before left on the display must be gone. */
    while (eye_lit(&machine->eye, 960, 50))
        wait_s(0.01);
    enum err err = machine_start(machine, &begun);
    for (end = begun + PATIENCE_S; !err;) {
        const struct eye *eye = &machine->eye;
        if (eye_lit(eye, 960, 50) && eye_lit(eye, 960, 500) && eye_lit(eye, 960, 1050))
            break;
        if (bench_clock() > end)
            err = log_fault(ERR_GONE, "no page within %.0f s", PATIENCE_S);
        wait_s(0.0005);
    }
    figures->starts[figures->start_count++] = (bench_clock() - begun) * 1e3;
    return err;
}

/* ---- one visit ---- */

static int16_t middle_x(struct box box)
{
    return (int16_t)(box.x + box.w / 2);
}

static int16_t middle_y(struct box box)
{
    return (int16_t)(box.y + box.h / 2);
}

/* Presses a place; *up = when the finger left it. */
static enum err press(struct machine *machine, struct figures *figures, struct box place,
                      double *up)
{
    wait_s(HAND_S);
    uint64_t before = eye_look(&machine->eye, place);
    double down = bench_clock();
    machine_down(machine, middle_x(place), middle_y(place));
    double seen = eye_wait(&machine->eye, place, before, PATIENCE_S);
    if (seen == 0)
        return log_fault(ERR_GONE, "a touch at %d,%d changes nothing", middle_x(place),
                         middle_y(place));
    if (figures->pixel_count < countof(figures->pixels))
        figures->pixels[figures->pixel_count++] = (seen - down) * 1e3;
    wait_s(0.05);
    *up = bench_clock();
    machine_up(machine);
    return ERR_NONE;
}

static enum err go(struct machine *machine, struct figures *figures, struct box place)
{
    double up;
    enum err err = press(machine, figures, place, &up);
    return err ? err : settle(machine);
}

/* To the slip; the number's and the paper's seconds after the finger left 确认取号. */
static enum err visit(struct machine *machine, struct figures *figures, double *number,
                      double *paper)
{
    double up;
    enum err err = go(machine, figures, zone);
    if (!err)
        err = go(machine, figures, service);
    if (err)
        return err;
    paper_clear(&machine->paper);
    uint64_t before = eye_look(&machine->eye, left);
    err = press(machine, figures, confirm, &up);
    if (err)
        return err;
    double seen = eye_wait(&machine->eye, left, before, PATIENCE_S);
    double bytes = paper_wait(&machine->paper, PATIENCE_S);
    if (seen == 0 || bytes == 0)
        return log_fault(ERR_GONE, "%s does not come", seen == 0 ? "the number" : "the slip");
    *number = seen - up;
    *paper = bytes - up;
    err = settle(machine);
    return err ? err : go(machine, figures, home);
}

static enum err visits(struct machine *machine, struct figures *figures)
{
    enum err err = settle(machine);
    for (uint32_t i = 0; i < VISITS && !err; i++) {
        double number, paper;
        err = visit(machine, figures, &number, &paper);
        figures->number[i] = number * 1e3;
        figures->paper[i] = paper * 1e3;
        figures->visit_count = i + 1;
    }
    return err;
}

/* The controller hangs when the finger leaves the button: nothing says so but the silence. */
static enum err visits_alone(struct machine *machine, struct figures *figures)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < VISITS_ALONE && !err; i++) {
        double number, paper;
        kill(machine->rig.controller, SIGSTOP);
        err = visit(machine, figures, &number, &paper);
        kill(machine->rig.controller, SIGCONT);
        figures->alone[i] = paper;
        figures->alone_count = i + 1;
        wait_s(3); /* until the kiosk has told it */
        if (!err)
            err = settle(machine);
    }
    return err;
}

/* ---- figures ---- */

static double at(double *values, uint32_t count, uint32_t percent)
{
    return bench_percentile(values, count, percent);
}

static void tell(struct bench *bench, struct figures *f, double idle, double rss)
{
    const struct figure list[] = {
        {"kiosk.exec_to_page_ms", "ms", at(f->starts, f->start_count, 50), 500, AT_MOST},
        {"kiosk.exec_to_page_worst_ms", "ms", at(f->starts, f->start_count, 100), 0, NO_TARGET},
        {"kiosk.touch_to_pixels_p50_ms", "ms", at(f->pixels, f->pixel_count, 50), 0, NO_TARGET},
        {"kiosk.touch_to_pixels_p99_ms", "ms", at(f->pixels, f->pixel_count, 99), 50, AT_MOST},
        {"kiosk.confirm_to_number_p50_ms", "ms", at(f->number, f->visit_count, 50), 0, NO_TARGET},
        {"kiosk.confirm_to_number_p99_ms", "ms", at(f->number, f->visit_count, 99), 100, AT_MOST},
        {"kiosk.confirm_to_paper_p50_ms", "ms", at(f->paper, f->visit_count, 50), 0, NO_TARGET},
        {"kiosk.confirm_to_paper_p99_ms", "ms", at(f->paper, f->visit_count, 99), 300, AT_MOST},
        {"kiosk.paper_controller_dead_s", "s", at(f->alone, f->alone_count, 100), 2.5, AT_MOST},
        {"kiosk.idle_cpu_percent", "%", idle, 1, AT_MOST},
        {"kiosk.resident_mib", "MiB", rss / 1024, 64, AT_MOST},
    };
    for (size_t i = 0; i < countof(list); i++)
        bench_figure(bench, list[i]);
}

enum err kiosk_visits(struct bench *bench, const char *hall, const char *where)
{
    static struct machine machine;
    static struct figures figures;
    double idle = 0, rss = 0;
    enum err err = machine_open(&machine, hall, where);
    for (uint32_t i = 0; i < STARTS && !err; i++) {
        machine_stop(&machine);
        err = start_once(&machine, &figures);
    }
    if (!err)
        err = visits(&machine, &figures);
    if (!err) {
        double before = machine_cpu(&machine);
        wait_s(IDLE_S);
        idle = (machine_cpu(&machine) - before) * 100 / IDLE_S;
        rss = machine_rss(&machine);
        err = visits_alone(&machine, &figures);
    }
    machine_close(&machine, err);
    if (!err)
        tell(bench, &figures, idle, rss);
    return err;
}
