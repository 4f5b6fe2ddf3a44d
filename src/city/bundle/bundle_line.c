/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_line.c — handing a bundle over by HTTPS: its first lines, what is still missing, the
 * receipt.
 *
 * The other side says how much it has, so a line that was cut costs one piece. Each piece is
 * signed; the address may be anybody's, the bundle is taken for its signature.
 */
#include <errno.h>
#include <jansson.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "city/bundle/bundle_call.h"
#include "city/bundle/bundle_page.h"
#include "ground/job/job.h"
#include "office/document/document_rule.h"

enum { ASKS = 20, WAIT_US = 500000 };

enum line_state { LINE_UNKNOWN, LINE_ARRIVING, LINE_WAITING, LINE_TAKEN, LINE_REFUSED };

struct answer { enum line_state state; struct str receipt, why; int64_t have; };

struct line { struct bundle_call *call; const struct bundle_file *file; };

/* ---- one question ---------------------------------------------------------------------------- */

static struct err *
refused(struct cx *cx, struct str why)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.line",
        .text = MSG("The other side does not take the bundle."),
        .detail = MSG("It says: {0}", why),
        .hint = MSG("Speak with the other side; nothing was changed there.") });
}

static struct str
text_at(struct arena *a, const json_t *from, const char *key)
{
    const json_t *value = json_object_get(from, key);
    struct str    s = { json_string_value(value), json_string_length(value) };

    return json_is_string(value) ? str_copy(a, s) : S("");
}

/* What a stranger's server says is shown only if it is plain. */
static struct str
plain(struct str s)
{
    return utf8_is_plain(s) ? s : S("?");
}

static enum line_state
state_of(struct str word)
{
    static const char *const words[] = { "unknown", "arriving", "waiting", "taken", "refused" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(word, str_of(words[i])))
            return (enum line_state)i;
    return LINE_UNKNOWN;
}

static struct err *
read_answer(struct cx *cx, const struct bundle_call_answer *said, struct answer *out)
{
    json_t       *all = json_loadb(said->text.p, said->text.n, JSON_REJECT_DUPLICATES, NULL);
    struct str    title = plain(text_at(cx->arena, all, "title"));
    struct str    detail = plain(text_at(cx->arena, all, "detail"));
    const json_t *have = json_object_get(all, "have");

    *out = (struct answer){ .state = state_of(text_at(cx->arena, all, "state")),
        .receipt = text_at(cx->arena, all, "receipt"),
        .why = plain(text_at(cx->arena, all, "why")), .have = json_integer_value(have) };
    json_decref(all);
    if (said->status == 200 && out->state != LINE_UNKNOWN)
        return NULL;
    if (title.n > 0 && said->status >= 400 && said->status < 500)
        return refused(cx, str_fmt(cx->arena, "%.*s %.*s", TEXT(title), TEXT(detail)));
    return bundle_call_cut(cx, MSG("It answered with the status {0}.",
                                   str_int(cx->arena, said->status)));
}

static struct err *
ask(struct cx *cx, const struct line *l, struct str path, const struct bundle_call_form *form,
    struct answer *out)
{
    struct bundle_call_answer said;

    TRY(bundle_call_ask(cx, l->call, path, form, &said));
    return read_answer(cx, &said, out);
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static struct err *
read_piece(struct cx *cx, int fd, int64_t from, char *out, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t more = pread(fd, out + got, n - got, (off_t)(from + (int64_t)got));

        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            return err_errno(cx->arena, "bundle.read",
                             MSG("The bundle could not be read or written."), more ? errno : EIO);
        got += (size_t)more;
    }
    return NULL;
}

static struct err *
begin(struct cx *cx, const struct line *l, struct answer *out)
{
    size_t n = (size_t)l->file->from;
    char  *lead = NEWS(cx->arena, char, n);

    TRY(read_piece(cx, l->file->fd, 0, lead, n));
    return ask(cx, l, S("/bundles/line"),
               &(struct bundle_call_form){ .file = { lead, n } }, out);
}

static struct str
line_path(struct cx *cx, const struct line *l)
{
    return str_fmt(cx->arena, "/bundles/line/%.*s", TEXT(l->file->hash));
}

static struct err *
sign_piece(struct cx *cx, const struct bundle_piece *piece, struct str *signature)
{
    struct secret_signer signer;

    TRY(bundle_signer(cx, &signer));
    *signature = bundle_piece_sign(cx->arena, &signer, piece);
    secret_forget(&signer, sizeof signer);
    return NULL;
}

static struct err *
send_piece(struct cx *cx, const struct line *l, int64_t from, struct answer *out)
{
    int64_t    left = l->file->total - from;
    size_t     n = left < ARRIVAL_PIECE_BYTES ? (size_t)left : ARRIVAL_PIECE_BYTES;
    char      *p = NEWS(cx->arena, char, n);
    struct str bytes = { p, n }, signature = S("");

    TRY(read_piece(cx, l->file->fd, from, p, n));
    TRY(sign_piece(cx, &(struct bundle_piece){ .hash = l->file->hash, .from = from,
        .sha256 = bundle_hash_of(cx->arena, bytes) }, &signature));
    struct pair field[] = {
        { S("from"), str_int(cx->arena, from) },
        { S("signature"), signature },
    };

    return ask(cx, l, line_path(cx, l),
               &(struct bundle_call_form){ field, COUNT(field), bytes }, out);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static struct err *
send_all(struct cx *cx, const struct line *l, struct answer *out)
{
    for (int64_t last = -1; out->state == LINE_ARRIVING;) {
        size_t mark = arena_mark(cx->arena);

        if (out->have <= last || out->have >= l->file->total)
            return bundle_call_cut(cx, MSG("It does not say how much it has."));
        last = out->have;
        TRY(send_piece(cx, l, last, out));
        if (out->state == LINE_ARRIVING)
            arena_back(cx->arena, mark);
    }
    return NULL;
}

/* It is taken by a job there: some seconds are waited for it. */
static struct err *
await(struct cx *cx, const struct line *l, struct answer *out)
{
    for (int i = 0; i < ASKS && out->state == LINE_WAITING; i++) {
        usleep(WAIT_US);
        TRY(ask(cx, l, line_path(cx, l), NULL, out));
    }
    return NULL;
}

static struct err *
take_receipt(struct cx *cx, struct str text)
{
    struct bundle_taken taken;
    int                 fd;

    TRY(bundle_scratch(cx, &fd));
    TRY(bundle_write(cx, fd, text));
    return bundle_take(cx, fd, &taken);
}

static struct err *
converse(struct cx *cx, const struct line *l, bool *has_receipt)
{
    struct answer out;

    TRY(begin(cx, l, &out));
    TRY(send_all(cx, l, &out));
    TRY(await(cx, l, &out));
    if (out.state == LINE_REFUSED)
        return refused(cx, out.why);
    *has_receipt = out.state == LINE_TAKEN;
    return *has_receipt ? take_receipt(cx, out.receipt) : NULL;
}

static struct err *
no_url(struct cx *cx, const struct bundle *b)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.no_url",
        .text = MSG("{0} has no address to which bundles are sent.", b->installation_name),
        .hint = MSG("Bring the file on a stick; or end the trust and enter it anew with its "
                    "address.") });
}

struct err *
bundle_deliver(struct cx *cx, const struct bundle *b, bool *has_receipt)
{
    enum bundle_kind   kind = BUNDLE_ANSWERS;
    struct bundle_file f;
    struct line        l = { .file = &f };
    int                fd;

    *has_receipt = false;
    bundle_kind_read(b->kind, &kind);
    TRY(bundle_must_send(cx, kind, b->region_code));
    if (!b->is_ours)
        return bundle_unknown(cx);
    if (b->url.n == 0)
        return no_url(cx, b);
    TRY(bundle_make(cx, b, &fd));
    TRY(bundle_file_open(cx->arena, fd, &f));
    TRY(bundle_file_head(cx->arena, &f));
    TRY(bundle_call_open(cx, b->url, &l.call));
    return converse(cx, &l, has_receipt);
}

struct err *
bundle_deliver_run(struct cx *cx, struct job *job)
{
    struct bundle b;
    bool          has_receipt = false;

    TRY(bundle_get(cx, job->input, &b));
    TRY(job_step(cx, job, 0, 1));
    return bundle_deliver(cx, &b, &has_receipt);
}
