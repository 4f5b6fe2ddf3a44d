/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_file_test.c — a bundle comes back as it was; what was changed at any place is refused. */
#include "city/bundle/bundle_file.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "city/bundle/bundle_test.h"
#include "unit.h"

#define ANSWERS "[[\"1.1\",\"3\"]]"
#define LETTER  "%PDF-1.4\nSK Tim\n"

/* ---- help ----------------------------------------------------------------------------------- */

void
bundle_test_signer(char letter, struct secret_signer *signer)
{
    struct secret_key key;

    memset(key.b, letter, sizeof key.b);
    secret_signer_of(&key, signer);
}

struct str
bundle_test_lead(char letter, struct str head)
{
    struct secret_signer signer;

    bundle_test_signer(letter, &signer);
    return bundle_lead_of(unit_arena(), bundle_key_of(unit_arena(), &signer),
                          bundle_sign(unit_arena(), &signer, head), head);
}

static struct str
key_of(char letter)
{
    struct secret_signer signer;

    bundle_test_signer(letter, &signer);
    return bundle_key_of(unit_arena(), &signer);
}

static struct bundle_part
part_of(const char *name, struct str title, struct str bytes)
{
    struct str hash = bundle_hash_of(unit_arena(), bytes);

    return (struct bundle_part){ .title = title, .sha256 = hash, .bytes = (int64_t)bytes.n,
        .name = name ? str_of(name) : str_fmt(unit_arena(), "file-%.*s", TEXT(hash)) };
}

struct bundle_head
bundle_test_head(void)
{
    struct bundle_part *part = NEWS(unit_arena(), struct bundle_part, 2);

    part[0] = part_of("answers.json", S("Answers"), S(ANSWERS));
    part[1] = part_of(NULL, S("SK Tim.pdf"), S(LETTER));
    return (struct bundle_head){ .kind = BUNDLE_ANSWERS, .from = key_of('a'), .to = key_of('b'),
        .round = S("smart-city-evaluation-2026"), .region = S("35.71"), .stage = 1, .nth = 1,
        .at = 1785600000, .before = S(""), .about = S(""), .part = part, .n = 2 };
}

struct str
bundle_test_bytes(const struct bundle_head *head)
{
    struct str text = bundle_head_write(unit_arena(), head);

    return str_fmt(unit_arena(), "%.*s%s%s", TEXT(bundle_test_lead('a', text)),
                   head->n > 0 ? ANSWERS : "", head->n > 1 ? LETTER : "");
}

int
bundle_test_file(struct str bytes)
{
    int fd = memfd_create("bundle", MFD_CLOEXEC);

    assert(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    return fd;
}

static struct err *
read_fd(int fd)
{
    struct bundle_file f;

    TRY(bundle_file_open(unit_arena(), fd, &f));
    TRY(bundle_file_head(unit_arena(), &f));
    return bundle_file_check(unit_arena(), &f);
}

struct err *
bundle_test_read(struct str bytes)
{
    int         fd = bundle_test_file(bytes);
    struct err *e = read_fd(fd);

    close(fd);
    return e;
}

static struct str
code_of(struct str bytes)
{
    struct err *e = bundle_test_read(bytes);

    return e ? str_of(e->code) : S("well");
}

/* ---- as it was ------------------------------------------------------------------------------- */

TEST(bundle_file_comes_back)
{
    struct arena      *a = unit_arena();
    struct bundle_head head = bundle_test_head();
    int                fd = bundle_test_file(bundle_test_bytes(&head));
    int                to = bundle_test_file(S(""));
    struct bundle_file f;
    struct str         text;
    char               out[64];

    check("opened", !bundle_file_open(a, fd, &f) && !bundle_file_head(a, &f));
    check("whole", !bundle_file_check(a, &f) && f.total == f.bytes);
    check_text("its key", f.key, head.from);
    check_text("its hash", f.hash, bundle_hash_of(a, bundle_head_write(a, &head)));
    check("a text", !bundle_file_text(a, &f, 0, &text));
    check_text("as it was", text, S(ANSWERS));
    check("a file", !bundle_file_copy(a, &f, 1, to));
    check("as it was", pread(to, out, sizeof out, 0) == (ssize_t)sizeof LETTER - 1
                           && memcmp(out, LETTER, sizeof LETTER - 1) == 0);
    close(fd);
    close(to);
}

TEST(bundle_file_of_no_parts)
{
    struct bundle_head head = bundle_test_head();

    head.kind = BUNDLE_RECEIPT;
    head.about = head.part[0].sha256;
    head.n = 0;
    check_text("a receipt", code_of(bundle_test_bytes(&head)), S("well"));
}

/* ---- changed --------------------------------------------------------------------------------- */

/* Each bit of each byte, so that upper case and other forms of the same value are among them. */
TEST(bundle_file_changed_at_every_place)
{
    struct bundle_head head = bundle_test_head();
    struct str         bytes = bundle_test_bytes(&head);
    char              *p = NEWS(unit_arena(), char, bytes.n);
    size_t             taken = 0, at = 0;

    for (size_t i = 0; i < bytes.n * 8; i++) {
        size_t mark = arena_mark(unit_arena());

        memcpy(p, bytes.p, bytes.n);
        p[i / 8] = (char)(p[i / 8] ^ 1 << i % 8);
        if (!bundle_test_read((struct str){ p, bytes.n })) {
            taken++;
            at = i;
        }
        arena_back(unit_arena(), mark);
    }
    if (taken > 0)
        printf("taken though changed at byte %zu\n", at / 8);
    check("none is taken", taken == 0);
}

TEST(bundle_file_cut_at_every_length)
{
    struct bundle_head head = bundle_test_head();
    struct str         bytes = bundle_test_bytes(&head);
    size_t             wrong = 0;

    for (size_t n = 0; n < bytes.n; n++) {
        size_t      mark = arena_mark(unit_arena());
        struct err *e = bundle_test_read(str_part(bytes, 0, n));
        const char *code = n == 0 ? "bundle.not" : "bundle.short";

        wrong += !e || strcmp(e->code, code) != 0;
        arena_back(unit_arena(), mark);
    }
    check("each is told to be cut", wrong == 0);
}

TEST(bundle_file_refuses)
{
    struct arena      *a = unit_arena();
    struct bundle_head head = bundle_test_head();
    struct str         bytes = bundle_test_bytes(&head);
    struct str         other = str_fmt(a, "guyub-bundle 2 %.*s",
                                       TEXT(str_part(bytes, 15, bytes.n)));
    struct str         stolen = bundle_test_lead('b', bundle_head_write(a, &head));

    check_text("nothing", code_of(S("")), S("bundle.not"));
    check_text("a PDF", code_of(S(LETTER)), S("bundle.not"));
    check_text("of a newer program", code_of(other), S("bundle.version"));
    check_text("more behind it", code_of(str_fmt(a, "%.*sx", TEXT(bytes))), S("bundle.long"));
    check_text("another's head", code_of(str_fmt(a, "%.*s%s", TEXT(stolen), ANSWERS LETTER)),
               S("bundle.signature"));
}

TEST(bundle_file_with_a_head_of_its_own)
{
    static const struct { const char *name, *text; } row[] = {
        { "none", "" }, { "no JSON", "{" }, { "a list", "[]" }, { "empty", "{}" },
        { "a number", "1" }, { "an unknown kind", "{\"kind\":\"orders\"}" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, code_of(bundle_test_lead('a', str_of(row[i].text))), S("bundle.head"));
}

/* ---- pieces ---------------------------------------------------------------------------------- */

TEST(bundle_piece_is_its_senders)
{
    struct arena        *a = unit_arena();
    struct bundle_head   head = bundle_test_head();
    struct bundle_piece  p = { .hash = head.part[0].sha256, .from = 7,
                               .sha256 = head.part[1].sha256 };
    struct secret_signer signer;

    bundle_test_signer('a', &signer);
    struct str sign = bundle_piece_sign(a, &signer, &p);

    check("the sender's", bundle_piece_is(a, &p, head.from, sign));
    check("not another's", !bundle_piece_is(a, &p, head.to, sign));
    p.from = 8;
    check("not at another place", !bundle_piece_is(a, &p, head.from, sign));
}
