/* SPDX-License-Identifier: Apache-2.0 */
/* secrets: a program that holds keys leaves none behind (T18). */
#define _GNU_SOURCE
#include "os/secrets.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/log.h"
#include "test.h"

/* In a child: what is given up here does not come back. */
static int child_status(void (*body)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        body();
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void look_at_limits(void)
{
    struct rlimit limit;
    secrets_keep();
    bool closed = getrlimit(RLIMIT_CORE, &limit) == 0 && !limit.rlim_cur && !limit.rlim_max &&
                  prctl(PR_GET_DUMPABLE) == 0;
    _exit(closed ? 0 : 1);
}

static void a_program_with_keys_leaves_no_core(void **state)
{
    (void)state;
    assert_int_equal(child_status(look_at_limits), 0);
}

static void random_bytes_fill_all_that_was_asked(void **state)
{
    (void)state;
    static unsigned char a[1 << 16], b[1 << 16]; /* more than one getrandom gives for sure */
    assert_true(secrets_random(a, sizeof(a)));
    assert_true(secrets_random(b, sizeof(b)));
    assert_memory_not_equal(a, b, 32);
    size_t counts[256] = {0};
    for (size_t i = 0; i < sizeof(a); i++)
        counts[a[i]]++;
    for (size_t i = 0; i < 256; i++)
        assert_in_range(counts[i], 128, 512); /* 256 each, give or take eight deviations */
    memset(a, 0, 8);
    assert_true(secrets_random(a, 4));
    assert_memory_equal(a + 4, "\0\0\0\0", 4); /* and not one more */
}

static void say_everything(void)
{
    struct log_site site = {0};
    log_quiet(true);
    dup2(STDOUT_FILENO, STDERR_FILENO);
    log_info("no");
    log_warn("no");
    log_every(&site, "no");
    (void)!log_fault(ERR_IO, "yes");
    _exit(0);
}

static void a_quiet_log_says_faults_only(void **state)
{
    (void)state;
    int ends[2];
    char said[256] = "";
    assert_int_equal(pipe(ends), 0);
    int out = dup(STDOUT_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    assert_int_equal(child_status(say_everything), 0);
    dup2(out, STDOUT_FILENO);
    close(out);
    close(ends[1]);
    assert_in_range(read(ends[0], said, sizeof(said) - 1), 1, sizeof(said));
    close(ends[0]);
    assert_string_equal(said, "fault hall yes\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_with_keys_leaves_no_core),
        cmocka_unit_test(random_bytes_fill_all_that_was_asked),
        cmocka_unit_test(a_quiet_log_says_faults_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
