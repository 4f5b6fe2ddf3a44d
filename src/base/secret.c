/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* secret.c — libsodium behind the few words that the program needs. */
#include "base/secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES   = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KEY_LINE    = 2 * SECRET_KEY_BYTES + 1,             /* the file: hex and a line's end */
    TURN_WAIT_MS = 1000, TURN_POLL_MS = 10,
};

static_assert(NONCE_BYTES + TAG_BYTES == SECRET_SEALED_EXTRA, "what the header promises");
static_assert(SECRET_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of key");

/* Asked before every use: the first call in a process prepares the library, others cost nothing. */
static void
prepare(void)
{
    int is_ready = sodium_init();

    assert(is_ready >= 0);          /* the system has no chance to give: nothing can be secret */
}

static const unsigned char *
bytes_of(struct str s)
{
    return (const unsigned char *)(s.n ? s.p : "");
}

/* ---- chance ---------------------------------------------------------------------------------- */

void
secret_chance(void *out, size_t n)
{
    prepare();
    randombytes_buf(out, n);
}

void
secret_forget(void *p, size_t n)
{
    sodium_memzero(p, n);
}

struct str
secret_token(struct arena *a)
{
    enum { TEXT_BYTES = sodium_base64_ENCODED_LEN(SECRET_TOKEN_BYTES,
                                                  sodium_base64_VARIANT_URLSAFE_NO_PADDING) };
    unsigned char chance[SECRET_TOKEN_BYTES];
    char         *p = arena_alloc(a, TEXT_BYTES, 1);

    secret_chance(chance, sizeof chance);
    sodium_bin2base64(p, TEXT_BYTES, chance, sizeof chance,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct str){ p, TEXT_BYTES - 1 };
}

bool
secret_is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                  || c == '-' || c == '_';

        if (!plain)
            return false;
    }
    return s.n == SECRET_TOKEN_BYTES / 3 * 4;
}

struct str
secret_code(struct arena *a, int groups)
{
    static const char letter[32] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";     /* 5 bits each, evenly */
    enum { GROUP = 4 };
    size_t n = (size_t)groups * (GROUP + 1) - 1;
    char  *p = arena_alloc(a, n, 1);

    assert(groups > 0);
    secret_chance(p, n);
    for (size_t i = 0; i < n; i++)
        p[i] = i % (GROUP + 1) == GROUP ? '-' : letter[(unsigned char)p[i] % sizeof letter];
    return (struct str){ p, n };
}

/* ---- digests --------------------------------------------------------------------------------- */

static struct str
digest_with(struct arena *a, const unsigned char *key, size_t key_n, struct str s)
{
    unsigned char *p = arena_alloc(a, SECRET_DIGEST_BYTES, 1);

    prepare();
    int failed = crypto_generichash(p, SECRET_DIGEST_BYTES, bytes_of(s), s.n, key, key_n);

    assert(!failed);                /* only sizes could be wrong, and they are ours */
    return (struct str){ (char *)p, SECRET_DIGEST_BYTES };
}

struct str
secret_digest(struct arena *a, struct str s)
{
    return digest_with(a, NULL, 0, s);
}

struct str
secret_mac(struct arena *a, const struct secret_key *key, struct str s)
{
    return digest_with(a, key->b, sizeof key->b, s);
}

bool
secret_same(struct str a, struct str b)
{
    return a.n == b.n && sodium_memcmp(bytes_of(a), bytes_of(b), a.n) == 0;
}

struct str
secret_hex(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, 2 * s.n + 1, 1);

    sodium_bin2hex(p, 2 * s.n + 1, bytes_of(s), s.n);
    return (struct str){ p, 2 * s.n };
}

/* ---- keys ------------------------------------------------------------------------------------ */

struct secret_key
secret_key_new(void)
{
    struct secret_key key;

    secret_chance(key.b, sizeof key.b);
    return key;
}

struct secret_key
secret_key_for(const struct secret_key *key, const char *purpose)
{
    struct secret_key out;

    prepare();
    int failed = crypto_generichash(out.b, sizeof out.b, (const unsigned char *)purpose,
                                    strlen(purpose), key->b, sizeof key->b);

    assert(!failed);
    return out;
}

static struct err *
key_absent(struct arena *a, struct str path)
{
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "key.absent", .where = path,
        .text = MSG("The key file of this installation is not there."),
        .detail = MSG("Without it the personal data in the database cannot be read."),
        .hint = MSG("Put it back from where it is kept, or say where it is with --key."),
    });
}

static struct err *
key_open_to_others(struct arena *a, struct str path)
{
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "key.open_to_others", .where = path,
        .text = MSG("Others on this machine can read the key file."),
        .hint = MSG("Close it with: chmod 600 {0}", path),
    });
}

static struct err *
key_is_none(struct arena *a, struct str path)
{
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "key.file", .where = path,
        .text = MSG("This is not a key file."),
        .detail = MSG("It should hold one line of {0} hexadecimal digits.",
                      str_fmt(a, "%d", KEY_LINE - 1)),
        .hint = MSG("Put the right file back from where it is kept, "
                    "or say where it is with --key."),
    });
}

static struct err *
key_errno(struct arena *a, struct str path, int errnum)
{
    struct err *e = err_errno(a, "key.file", MSG("The key file could not be used."), errnum);

    e->where = path;
    return e;
}

static struct err *
read_open_key(struct arena *a, struct secret_key *key, struct str path, int fd)
{
    struct stat st;
    char        line[KEY_LINE + 1];
    size_t      n_key = 0;
    ssize_t     n;

    if (fstat(fd, &st) != 0)
        return key_errno(a, path, errno);
    if (!S_ISREG(st.st_mode))
        return key_is_none(a, path);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return key_open_to_others(a, path);
    n = read(fd, line, sizeof line);
    if (n < 0)
        return key_errno(a, path, errno);
    bool is = (n == KEY_LINE && line[KEY_LINE - 1] == '\n') || n == KEY_LINE - 1;

    is = is && sodium_hex2bin(key->b, sizeof key->b, line, KEY_LINE - 1, NULL, &n_key, NULL) == 0
            && n_key == sizeof key->b;
    secret_forget(line, sizeof line);
    return is ? NULL : key_is_none(a, path);
}

static struct err *
read_key(struct arena *a, struct secret_key *key, struct str path)
{
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0)
        return errno == ENOENT ? key_absent(a, path) : key_errno(a, path, errno);
    struct err *e = read_open_key(a, key, path, fd);

    close(fd);
    return e;
}

/* Zero, or errno. The line is in the file for good before its name is. */
static int
write_line(int fd, const struct secret_key *key)
{
    char line[KEY_LINE + 1];

    sodium_bin2hex(line, sizeof line, key->b, sizeof key->b);
    line[KEY_LINE - 1] = '\n';
    errno = ENOSPC;                                         /* a short write sets none */
    bool is_written = write(fd, line, KEY_LINE) == KEY_LINE && fsync(fd) == 0;

    secret_forget(line, sizeof line);
    return is_written ? 0 : errno;
}

/* The name too must outlive a loss of power: what is sealed next is worth nothing without it. */
static int
sync_folder_of(struct arena *a, struct str path)
{
    char *z = arena_alloc(a, path.n + 1, 1);

    memcpy(z, path.p, path.n);
    int fd = open(dirname(z), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return errno;
    int errnum = fsync(fd) == 0 ? 0 : errno;

    close(fd);
    return errnum;
}

/* Whole or not at all, and never over another: two that begin at once end with the same key. */
static struct err *
make_key(struct arena *a, struct str path)
{
    struct secret_key key = secret_key_new();
    const char       *target = str_z(a, path);
    const char       *draft = str_z(a, str_fmt(a, "%.*s.%.*s", TEXT(path), TEXT(secret_token(a))));
    int               fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return key_errno(a, path, errno);
    int errnum = write_line(fd, &key);

    close(fd);
    secret_forget(&key, sizeof key);
    if (!errnum && link(draft, target) != 0 && errno != EEXIST)
        errnum = errno;
    unlink(draft);
    if (!errnum)
        errnum = sync_folder_of(a, path);
    return errnum ? key_errno(a, path, errnum) : NULL;
}

struct err *
secret_key_file(struct arena *a, struct secret_key *key, struct str path, bool create)
{
    prepare();
    if (create && access(str_z(a, path), F_OK) != 0 && errno == ENOENT)
        TRY(make_key(a, path));
    return read_key(a, key, path);
}

/* ---- sealing --------------------------------------------------------------------------------- */

struct str
secret_seal(struct arena *a, const struct secret_key *key, struct str about, struct str plain)
{
    unsigned char     *p = arena_alloc(a, plain.n + SECRET_SEALED_EXTRA, 1);
    unsigned long long n = 0;

    secret_chance(p, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(p + NONCE_BYTES, &n, bytes_of(plain), plain.n,
                                               bytes_of(about), about.n, NULL, p, key->b);
    assert(n == plain.n + TAG_BYTES);
    return (struct str){ (char *)p, plain.n + SECRET_SEALED_EXTRA };
}

bool
secret_open(struct arena *a, const struct secret_key *key, struct str about, struct str sealed,
            struct str *plain)
{
    if (sealed.n < SECRET_SEALED_EXTRA)
        return false;
    prepare();
    size_t               n = sealed.n - SECRET_SEALED_EXTRA;
    unsigned char       *p = arena_alloc(a, n, 1);
    const unsigned char *from = bytes_of(sealed);

    if (crypto_aead_xchacha20poly1305_ietf_decrypt(p, NULL, NULL, from + NONCE_BYTES,
                                                   sealed.n - NONCE_BYTES, bytes_of(about), about.n,
                                                   from, key->b) != 0)
        return false;
    *plain = (struct str){ (char *)p, n };
    return true;
}

/* ---- signing --------------------------------------------------------------------------------- */

static_assert(sizeof((struct secret_signer){ .pair = { 0 } }.pair) == crypto_sign_SECRETKEYBYTES
              && SECRET_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES
              && SECRET_SIGNED_BYTES == crypto_sign_BYTES
              && SECRET_KEY_BYTES == crypto_sign_SEEDBYTES, "what the header promises");

void
secret_signer_of(const struct secret_key *key, struct secret_signer *signer)
{
    prepare();
    int failed = crypto_sign_seed_keypair(signer->public_key, signer->pair, key->b);

    assert(!failed);
}

struct str
secret_sign(struct arena *a, const struct secret_signer *signer, struct str message)
{
    unsigned char *p = arena_alloc(a, SECRET_SIGNED_BYTES, 1);

    prepare();
    int failed = crypto_sign_detached(p, NULL, bytes_of(message), message.n, signer->pair);

    assert(!failed);
    return (struct str){ (char *)p, SECRET_SIGNED_BYTES };
}

bool
secret_signed(struct str public_key, struct str message, struct str signature)
{
    if (public_key.n != SECRET_PUBLIC_BYTES || signature.n != SECRET_SIGNED_BYTES)
        return false;
    prepare();
    return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.n,
                                       bytes_of(public_key)) == 0;
}

bool
secret_unhex(struct arena *a, struct str hex, struct str *bytes)
{
    char  *p = arena_alloc(a, hex.n / 2 + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < hex.n; i++)
        if (hex.p[i] >= 'A' && hex.p[i] <= 'F')
            return false;
    if (hex.n % 2 || sodium_hex2bin((unsigned char *)p, hex.n / 2 + 1, hex.p, hex.n, NULL, &n,
                                    NULL) != 0 || n != hex.n / 2)
        return false;
    *bytes = (struct str){ p, n };
    return true;
}

/* ---- passwords ------------------------------------------------------------------------------- */

/*
 * A turn is a byte of a file without a name that all processes of the server inherit; who has
 * locked it has the turn. Locks belong to processes, so one that dies gives its turn back.
 */
static int turn_fd = -1, turns;

void
secret_hashers(int at_once)
{
    assert(at_once > 0);
    if (turn_fd >= 0)
        close(turn_fd);
    turn_fd = memfd_create("guyub-hashers", MFD_CLOEXEC);
    assert(turn_fd >= 0);           /* at the start, where the supervisor may as well not begin */
    turns = at_once;
}

static bool
turn_lock(int command, int turn, struct flock *lock)
{
    *lock = (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = turn, .l_len = 1 };
    return fcntl(turn_fd, command, lock) == 0;
}

int
secret_hashing(void)
{
    struct flock lock;
    int          n = 0;

    for (int i = 0; turn_fd >= 0 && i < turns; i++)
        n += turn_lock(F_GETLK, i, &lock) && lock.l_type != F_UNLCK;
    return n;
}

static struct err *
turn_busy(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_BUSY, .code = "secret.busy",
        .text = MSG("Many people are signing in at this moment."),
        .hint = MSG("Try again in a few seconds."),
    });
}

static struct err *
turn_take(struct arena *a, int *turn)
{
    struct flock lock;
    int64_t      until_us = clock_mono_us() + TURN_WAIT_MS * 1000;

    *turn = -1;
    if (turn_fd < 0)
        return NULL;
    for (;;) {
        for (int i = 0; i < turns; i++)
            if (turn_lock(F_SETLK, i, &lock)) {
                *turn = i;
                return NULL;
            }
        if (clock_mono_us() >= until_us)
            return turn_busy(a);
        usleep(TURN_POLL_MS * 1000);
    }
}

static void
turn_give(int turn)
{
    struct flock lock = { .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = turn, .l_len = 1 };

    if (turn >= 0)
        fcntl(turn_fd, F_SETLK, &lock);
}

/* False: there was no memory for it. */
static bool
hash_into(char out[static crypto_pwhash_STRBYTES], struct str password)
{
    return crypto_pwhash_str_alg(out, (const char *)bytes_of(password), password.n,
                                 SECRET_PASSWORD_OPS, (size_t)SECRET_PASSWORD_MB << 20,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

struct err *
secret_password_hash(struct arena *a, struct str password, struct str *hash)
{
    char *text = arena_alloc(a, crypto_pwhash_STRBYTES, 1);
    int   turn;

    prepare();
    TRY(turn_take(a, &turn));
    bool is_done = hash_into(text, password);

    turn_give(turn);
    *hash = str_of(text);
    return is_done ? NULL : turn_busy(a);
}

struct err *
secret_password_is(struct arena *a, struct str hash, struct str password, bool *is)
{
    char text[crypto_pwhash_STRBYTES] = "";
    int  turn;

    prepare();
    *is = false;
    TRY(turn_take(a, &turn));
    if (hash.n > 0 && hash.n < sizeof text) {
        memcpy(text, hash.p, hash.n);
        *is = crypto_pwhash_str_verify(text, (const char *)bytes_of(password), password.n) == 0;
    } else {
        hash_into(text, password);      /* for its time alone */
    }
    turn_give(turn);
    return NULL;
}
