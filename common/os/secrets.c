/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "os/secrets.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>

#include "base/wire.h"
#include "os/log.h"

#define SCRYPT_N 16384
#define SCRYPT_R 8
#define SCRYPT_P 1
#define SCRYPT_MEMORY (64u << 20)

void secrets_keep(void)
{
    /* Both: the limit does not bind a core_pattern that is a pipe, the flag does not bind root. */
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        log_warn("a crash may leave keys in a core file: %s", strerror(errno));
}

bool secrets_random(void *bytes, size_t count)
{
    unsigned char *at = bytes;
    while (count) {
        ssize_t n = getrandom(at, count, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        count -= (size_t)n;
    }
    return true;
}

bool secrets_stretch(const char *pin, uint32_t number, uint64_t instance,
                     uint8_t proof[SECRETS_STRETCHED])
{
    uint8_t salt[12];
    struct wire_out out = {salt, salt + sizeof(salt), false};
    wire_put_u32(&out, number);
    wire_put_u64(&out, instance);
    return EVP_PBE_scrypt(pin, strlen(pin), salt, sizeof(salt), SCRYPT_N, SCRYPT_R, SCRYPT_P,
                          SCRYPT_MEMORY, proof, SECRETS_STRETCHED) == 1;
}
