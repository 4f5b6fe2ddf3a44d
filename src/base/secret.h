/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * secret.h — keys, tokens, passwords and digests; the only place that knows libsodium.
 *
 * WHAT   One key file belongs to an installation and stands outside of its database, so that a copy
 *        of the database alone tells nothing personal. From it purposes derive keys of their own.
 *        Sealing is XChaCha20-Poly1305, digests are BLAKE2b, passwords argon2id, signatures
 *        Ed25519.
 * NOT    base/hash.h and base/rand.h, which are for tables and tests, never for secrets.
 * LAW    RFC 9106 (argon2id); OWASP's least cost is exceeded: see SECRET_PASSWORD_*. RFC 8032.
 */
#ifndef GUYUB_BASE_SECRET_H
#define GUYUB_BASE_SECRET_H

#include "base/err.h"

enum {
    SECRET_KEY_BYTES    = 32,
    SECRET_DIGEST_BYTES = 32,
    SECRET_TOKEN_BYTES  = 24,           /* of chance; 32 characters as text                     */
    SECRET_SEALED_EXTRA = 24 + 16,      /* nonce and tag around what is sealed                  */
    SECRET_PUBLIC_BYTES = 32,           /* the key with which a signature is checked            */
    SECRET_SIGNED_BYTES = 64,           /* a signature                                          */
    SECRET_PASSWORD_MB  = 64,
    SECRET_PASSWORD_OPS = 3,
};

struct secret_key { uint8_t b[SECRET_KEY_BYTES]; };

/* Reads the file's key, a line of hexadecimal digits that can be kept on paper too; with `create`
 * makes the file (0600) when it is not there. Fails: key.absent, key.file (it cannot be read, or is
 * no key), key.open_to_others (its group or everyone may read it). */
struct err *secret_key_file(struct arena *, struct secret_key *, struct str path, bool create);
struct secret_key secret_key_new(void);
/* For one purpose, so that keys of different uses never meet: "login", "form", "wrap". */
struct secret_key secret_key_for(const struct secret_key *, const char *purpose);
void secret_forget(void *, size_t);             /* zeroes, and the compiler may not leave it out */

struct str secret_token(struct arena *);        /* 32 characters of [A-Za-z0-9_-], by chance     */
bool       secret_is_token(struct str);         /* whether it could be one: what a browser says  */
/* Groups of digits and letters that people can read out: no 0 O 1 I; "K7WM-3F9T-XR42". */
struct str secret_code(struct arena *, int groups);
void       secret_chance(void *out, size_t n);

struct str secret_digest(struct arena *, struct str);                       /* 32 bytes          */
struct str secret_mac(struct arena *, const struct secret_key *, struct str);   /* 32 bytes      */
bool       secret_same(struct str, struct str); /* in a time that depends on the lengths alone  */
struct str secret_hex(struct arena *, struct str);

/* Sealed bytes are `SECRET_SEALED_EXTRA` longer. `about` is bound to them: opened with another,
 * they are refused (a row's bytes moved to another row). False: not sealed with this key, or
 * changed. */
struct str secret_seal(struct arena *, const struct secret_key *, struct str about,
                       struct str plain);
bool       secret_open(struct arena *, const struct secret_key *, struct str about,
                       struct str sealed, struct str *plain);

/*
 * Signing. The pair of keys follows from a key of its own purpose (secret_key_for), so nothing more
 * has to be kept. What is signed begins with words of its purpose, so that a signature of one thing
 * is never one of another.
 */
struct secret_signer { uint8_t public_key[SECRET_PUBLIC_BYTES], pair[2 * SECRET_KEY_BYTES]; };

void       secret_signer_of(const struct secret_key *, struct secret_signer *);
struct str secret_sign(struct arena *, const struct secret_signer *, struct str message);
/* Both as bytes; of any other length they are refused. */
bool       secret_signed(struct str public_key, struct str message, struct str signature);
/* Digits in lower case alone, so that a value has one text. */
bool       secret_unhex(struct arena *, struct str hex, struct str *bytes);

/*
 * Passwords. A hash takes SECRET_PASSWORD_MB of memory and about a tenth of a second, so the
 * processes of one server take turns: `secret_hashers` is called before they are forked. Without it
 * a process takes no turn. Fails: secret.busy (BUSY: all turns are taken for longer than a second).
 */
void        secret_hashers(int at_once);
int         secret_hashing(void);       /* how many other processes have a turn at this moment */
struct err *secret_password_hash(struct arena *, struct str password, struct str *hash);
/* Against an unknown hash it takes as long and says no. */
struct err *secret_password_is(struct arena *, struct str hash, struct str password, bool *is);

#endif
