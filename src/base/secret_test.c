/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * secret_test.c — files of keys, sealing, digests, passwords and the turns that processes take.
 *
 * Digests are held against vectors of RFC 7693 and of the reference implementation of BLAKE2b, so
 * that a journal sealed today can be verified by any other program.
 */
#include "base/secret.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "unit.h"

static bool
is_err(const struct err *e, const char *code)
{
    return e && strcmp(e->code, code) == 0;
}

/* ---- the key file ---------------------------------------------------------------------------- */

static struct str
test_folder(void)
{
    static char name[64];

    memcpy(name, "/tmp/guyub-secret-XXXXXX", sizeof "/tmp/guyub-secret-XXXXXX");
    check("a folder", mkdtemp(name) != NULL);
    return str_of(name);
}

static struct str
in_folder(struct str folder, const char *name)
{
    return str_fmt(unit_arena(), "%.*s/%s", TEXT(folder), name);
}

static void
write_key(struct str path, const char *text, mode_t mode)
{
    FILE *f = fopen(str_z(unit_arena(), path), "w");

    fputs(text, f);
    fclose(f);
    chmod(str_z(unit_arena(), path), mode);
}

#define HEX_62 "00112233445566778899aabbccddeeff00112233445566778899aabbccddee"

TEST(secret_key_file_refuses)
{
    static const struct { const char *name, *text; mode_t mode; const char *code; } row[] = {
        { "a key",                           (HEX_62 "ff\n"),   0600, NULL },
        { "without the end of its line",     (HEX_62 "ff"),     0600, NULL },
        { "that nobody may write",           (HEX_62 "ff\n"),   0400, NULL },
        { "in large letters",                ("AA" HEX_62 "\n"), 0600, NULL },
        { "that the group can read",         (HEX_62 "ff\n"),   0640, "key.open_to_others" },
        { "that everyone can read",          (HEX_62 "ff\n"),   0604, "key.open_to_others" },
        { "that the group can write",        (HEX_62 "ff\n"),   0620, "key.open_to_others" },
        { "one digit too few",               (HEX_62 "f\n"),    0600, "key.file" },
        { "one digit too many",              (HEX_62 "fff\n"),  0600, "key.file" },
        { "a second line",                   (HEX_62 "ff\n\n"), 0600, "key.file" },
        { "a letter that is no digit",       (HEX_62 "fg\n"),   0600, "key.file" },
        { "empty",                           "",                0600, "key.file" },
    };
    struct str folder = test_folder(), path = in_folder(folder, "k");

    for (size_t i = 0; i < COUNT(row); i++) {
        struct secret_key key;

        write_key(path, row[i].text, row[i].mode);
        for (int create = 0; create < 2; create++) {
            struct err *e = secret_key_file(unit_arena(), &key, path, create);

            check(row[i].name, row[i].code ? is_err(e, row[i].code) : !e);
            check(row[i].name, !e || str_eq(e->where, path));
        }
        unlink(str_z(unit_arena(), path));
    }
    struct secret_key key;

    check("a folder is no key",
          is_err(secret_key_file(unit_arena(), &key, folder, true), "key.file"));
    check("a folder that is not there",
          is_err(secret_key_file(unit_arena(), &key, in_folder(folder, "no/k"), true), "key.file"));
    rmdir(str_z(unit_arena(), folder));
}

TEST(secret_key_file_is_made_once)
{
    struct str        folder = test_folder(), path = in_folder(folder, "k");
    struct secret_key first, again;
    struct stat       st;

    check("not there", is_err(secret_key_file(unit_arena(), &first, path, false), "key.absent"));
    check("made", !secret_key_file(unit_arena(), &first, path, true));
    check("for its owner alone", stat(str_z(unit_arena(), path), &st) == 0
                                 && (st.st_mode & 07777) == 0600);
    check("read again", !secret_key_file(unit_arena(), &again, path, true));
    check("the same", memcmp(&first, &again, sizeof first) == 0);
    check("and not another one made", !secret_key_file(unit_arena(), &again, path, false)
                                      && memcmp(&first, &again, sizeof first) == 0);
    unlink(str_z(unit_arena(), path));
    check("no draft of it is left", rmdir(str_z(unit_arena(), folder)) == 0);
}

/* Eight that begin at once: all end with the same key. */
TEST(secret_key_file_is_one_for_all)
{
    struct str        folder = test_folder(), path = in_folder(folder, "k");
    struct secret_key key;
    int               pipes[2], status;
    uint8_t           got[8][SECRET_KEY_BYTES];

    check("a pipe", pipe(pipes) == 0);
    for (int i = 0; i < 8; i++)
        if (fork() == 0) {
            bool ok = !secret_key_file(unit_arena(), &key, path, true)
                      && write(pipes[1], key.b, sizeof key.b) == sizeof key.b;

            _exit(!ok);
        }
    for (int i = 0; i < 8; i++)
        check("a child", wait(&status) > 0 && status == 0);
    for (int i = 0; i < 8; i++) {
        check("a key", read(pipes[0], got[i], SECRET_KEY_BYTES) == SECRET_KEY_BYTES);
        check("the same one", memcmp(got[i], got[0], SECRET_KEY_BYTES) == 0);
    }
    close(pipes[0]), close(pipes[1]);
    unlink(str_z(unit_arena(), path));
    check("no draft of it is left", rmdir(str_z(unit_arena(), folder)) == 0);
}

/* ---- sealing --------------------------------------------------------------------------------- */

TEST(secret_seal_opens)
{
    static const struct { const char *name, *about, *plain; } row[] = {
        { "a name",         "subject 7 value name", "Ni Luh Ayu" },
        { "nothing",        "subject 7 value name", "" },
        { "about nothing",  "",                     "Ni Luh Ayu" },
    };
    struct secret_key key = secret_key_new();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena *a = unit_arena();
        struct str    about = str_of(row[i].about), plain = str_of(row[i].plain), back;
        struct str    one = secret_seal(a, &key, about, plain);
        struct str    two = secret_seal(a, &key, about, plain);

        check(row[i].name, one.n == plain.n + SECRET_SEALED_EXTRA);
        check("never twice the same", !str_eq(one, two));
        check(row[i].name, secret_open(a, &key, about, one, &back) && str_eq(back, plain));
        check("known, even when empty", str_is_known(back));
    }
}

/* Every single bit of the sealed text, and every shorter or longer text, is refused. */
TEST(secret_open_refuses_what_was_changed)
{
    struct arena     *a = unit_arena();
    struct secret_key key = secret_key_new();
    struct str        about = S("subject 7 value name"), back = { 0 };
    struct str        sealed = secret_seal(a, &key, about, S("Ni Luh Ayu Purnamasari"));
    char             *bytes = arena_alloc(a, sealed.n + 1, 1);

    for (size_t bit = 0; bit < sealed.n * 8; bit++) {
        memcpy(bytes, sealed.p, sealed.n);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        if (secret_open(a, &key, about, (struct str){ bytes, sealed.n }, &back))
            check("a changed bit opens", false);
    }
    memcpy(bytes, sealed.p, sealed.n);
    for (size_t n = 0; n <= sealed.n + 1; n++)
        check("its own length alone",
              secret_open(a, &key, about, (struct str){ bytes, n }, &back) == (n == sealed.n));
    check("unknown", !secret_open(a, &key, about, (struct str){ NULL, 0 }, &back));
}

TEST(secret_open_refuses_other_keys_and_places)
{
    static const struct { const char *name, *purpose, *about; bool opens; } row[] = {
        { "the right one",              "wrap",  "subject 7 value name",  true },
        { "another purpose",            "login", "subject 7 value name",  false },
        { "another row",                "wrap",  "subject 8 value name",  false },
        { "another class",              "wrap",  "subject 7 value email", false },
        { "the beginning of its place", "wrap",  "subject 7 value nam",   false },
        { "no place",                   "wrap",  "",                      false },
    };
    struct arena     *a = unit_arena();
    struct secret_key house = secret_key_new(), wrap = secret_key_for(&house, "wrap");
    struct secret_key other = secret_key_new(), other_wrap = secret_key_for(&other, "wrap");
    struct str        about = S("subject 7 value name"), plain;
    struct str        sealed = secret_seal(a, &wrap, about, S("Ayu"));

    for (size_t i = 0; i < COUNT(row); i++) {
        struct secret_key key = secret_key_for(&house, row[i].purpose);

        check(row[i].name, secret_open(a, &key, str_of(row[i].about), sealed, &plain)
                           == row[i].opens);
    }
    check("another house", !secret_open(a, &other_wrap, about, sealed, &plain));
}

/* ---- chance and digests ---------------------------------------------------------------------- */

static bool
consists_of(struct str s, const char *letters)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\0' || !strchr(letters, s.p[i]))
            return false;
    return true;
}

TEST(secret_token_and_code)
{
    struct arena *a = unit_arena();
    struct str    token = secret_token(a), code = secret_code(a, 3);
    unsigned      seen[256] = { 0 };

    check("a token", token.n == 32 && consists_of(token,
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"));
    check("another", !str_eq(token, secret_token(a)));
    check("it is one", secret_is_token(token));
    check("shorter is none", !secret_is_token(str_part(token, 0, token.n - 1)));
    check("nor is a quote", !secret_is_token(S("\"2345678901234567890123456789012")));
    check("a code", code.n == 14 && code.p[4] == '-' && code.p[9] == '-'
                    && consists_of(code, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ-"));
    check("one group", secret_code(a, 1).n == 4);
    for (int i = 0; i < 1000; i++)
        for (struct str c = secret_code(a, 3); c.n > 0; c = str_part(c, 1, c.n))
            seen[(unsigned char)c.p[0]]++;
    for (const char *p = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; *p; p++)
        check("each letter about once in 32", seen[(unsigned char)*p] > 250
                                              && seen[(unsigned char)*p] < 500);
}

TEST(secret_digest)
{
    struct arena     *a = unit_arena();
    struct secret_key key = { .b = { 1 } }, other = { .b = { 2 } };

    check_text("nothing", secret_hex(a, secret_digest(a, S(""))),
               S("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"));
    check_text("abc", secret_hex(a, secret_digest(a, S("abc"))),
               S("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"));
    check("a key changes it", !str_eq(secret_mac(a, &key, S("abc")), secret_digest(a, S("abc"))));
    check("and another too",
          !str_eq(secret_mac(a, &key, S("abc")), secret_mac(a, &other, S("abc"))));
    check("the same again", str_eq(secret_mac(a, &key, S("abc")), secret_mac(a, &key, S("abc"))));
}

TEST(secret_same)
{
    static const struct { const char *name, *a, *b; bool same; } row[] = {
        { "the same", "abc", "abc", true },       { "nothing", "", "", true },
        { "the last differs", "abc", "abd", false }, { "the first", "abc", "bbc", false },
        { "shorter", "abc", "ab", false },        { "nothing and something", "", "a", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, secret_same(str_of(row[i].a), str_of(row[i].b)) == row[i].same);
}

/* ---- passwords ------------------------------------------------------------------------------- */

TEST(secret_password)
{
    struct arena *a = unit_arena();
    struct str    hash, again;
    bool          is;

    check("hashed", !secret_password_hash(a, S("kata sandi yang panjang"), &hash));
    check("as the header says", str_starts(hash, S("$argon2id$v=19$m=65536,t=3,p=1$")));
    check("salted", !secret_password_hash(a, S("kata sandi yang panjang"), &again)
                    && !str_eq(hash, again));
    check("right", !secret_password_is(a, hash, S("kata sandi yang panjang"), &is) && is);
    check("wrong", !secret_password_is(a, hash, S("Kata sandi yang panjang"), &is) && !is);
    check("empty", !secret_password_is(a, hash, S(""), &is) && !is);
    check("no hash", !secret_password_is(a, (struct str){ 0 }, S("x"), &is) && !is);
    check("not a hash", !secret_password_is(a, S("x"), S("x"), &is) && !is);
}

/* An unknown account answers after as much work as a known one: the work is there, not its time. */
TEST(secret_password_unknown_works_too)
{
    struct arena *a = unit_arena();
    struct str    hash;
    bool          is;
    int64_t       known_us, unknown_us;

    check("hashed", !secret_password_hash(a, S("satu"), &hash));
    known_us = clock_mono_us();
    check("asked", !secret_password_is(a, hash, S("dua"), &is));
    known_us = clock_mono_us() - known_us;
    unknown_us = clock_mono_us();
    check("asked", !secret_password_is(a, (struct str){ 0 }, S("dua"), &is));
    unknown_us = clock_mono_us() - unknown_us;
    check("not at once", unknown_us > known_us / 10);
}

/* ---- turns ----------------------------------------------------------------------------------- */

/* A child that hashes until it is ended. */
static pid_t
hash_forever(void)
{
    struct str hash;
    pid_t      child = fork();

    if (child != 0)
        return child;
    for (;;) {
        arena_reset(unit_arena());
        secret_password_hash(unit_arena(), S("x"), &hash);
    }
}

/* Waits, ten seconds at most, until as many processes hash; then stops the child in the middle. */
static bool
stop_in_turn(pid_t child, int hashing)
{
    for (int tries = 0; tries < 1000; tries++) {
        if (secret_hashing() == hashing) {
            kill(child, SIGSTOP);
            waitpid(child, NULL, WUNTRACED);
            if (secret_hashing() == hashing)
                return true;
            kill(child, SIGCONT);
        }
        usleep(10000);
    }
    return false;
}

static void
end_child(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* Two turns: with one process stopped in its turn there is one left, with two there is none. */
TEST(secret_turns)
{
    struct arena *a = unit_arena();
    struct str    hash;
    bool          is;

    secret_hashers(2);
    check("nobody hashes", secret_hashing() == 0);
    pid_t first = hash_forever();

    check("one is in its turn", stop_in_turn(first, 1));
    check("another goes on", !secret_password_hash(a, S("x"), &hash));
    pid_t second = hash_forever();

    check("two are in their turns", stop_in_turn(second, 2));
    struct err *e = secret_password_hash(a, S("x"), &hash);

    check("a third waits in vain", is_err(e, "secret.busy") && e->kind == ERR_BUSY);
    check("asking too", is_err(secret_password_is(a, hash, S("x"), &is), "secret.busy") && !is);
    end_child(first);
    check("who dies gives its turn back", secret_hashing() == 1);
    check("and another takes it", !secret_password_hash(a, S("x"), &hash));
    end_child(second);
    check("all are free", secret_hashing() == 0);
}

/* A turn is given back after each hash, also by the process itself. */
TEST(secret_turns_are_given_back)
{
    struct str hash;
    int        status;

    secret_hashers(1);
    for (int i = 0; i < 3; i++)
        check("one after the other", !secret_password_hash(unit_arena(), S("x"), &hash));
    if (fork() == 0)
        _exit(secret_password_hash(unit_arena(), S("x"), &hash) != NULL);
    check("then a child", wait(&status) > 0 && status == 0);
}
