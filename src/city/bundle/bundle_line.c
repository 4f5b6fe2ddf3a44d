/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_line.c — handing a bundle over by HTTPS: its first lines, what is still missing, the
 * receipt.
 *
 * The other side says how much it has, so a line that was cut costs one piece. Each piece is signed;
 * the address may be anybody's, the bundle is taken for its signature.
 */
#include <curl/curl.h>
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/utf8.h"
#include "city/bundle/bundle_page.h"
#include "ground/job/job.h"
#include "office/document/document_rule.h"

enum { CONNECT_S = 15, IDLE_S = 60, HEARD_MAX = 64 << 10, ASKS = 20, WAIT_US = 500000 };

/* No memory is asked for while the library is under way: a full arena would jump through it. */
struct line {
    CURL       *curl;
    struct str  url, token;
    char       *heard;                  /* the answer; HEARD_MAX bytes of room */
    size_t      n;
};

enum line_state { LINE_UNKNOWN, LINE_ARRIVING, LINE_WAITING, LINE_TAKEN, LINE_REFUSED };

struct answer { enum line_state state; struct str receipt, why; int64_t have; };

/* ---- one question ---------------------------------------------------------------------------- */

static size_t
hear(char *p, size_t size, size_t n, void *arg)
{
    struct line *l = arg;
    size_t       bytes = size * n;

    if (bytes > HEARD_MAX - l->n)
        return 0;
    memcpy(l->heard + l->n, p, bytes);
    l->n += bytes;
    return bytes;
}

static struct err *
cut(struct cx *cx, struct msg why)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "bundle.line",
        .text = MSG("The bundle could not be handed over."), .detail = why,
        .hint = MSG("What arrived stays there; try again later, or bring the file on a stick.") });
}

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
read_answer(struct cx *cx, const struct line *l, long status, struct answer *out)
{
    json_t       *all = json_loadb(l->heard, l->n, JSON_REJECT_DUPLICATES, NULL);
    struct str    title = plain(text_at(cx->arena, all, "title"));
    struct str    detail = plain(text_at(cx->arena, all, "detail"));
    const json_t *have = json_object_get(all, "have");

    *out = (struct answer){ .state = state_of(text_at(cx->arena, all, "state")),
        .receipt = text_at(cx->arena, all, "receipt"),
        .why = plain(text_at(cx->arena, all, "why")), .have = json_integer_value(have) };
    json_decref(all);
    if (status == 200 && out->state != LINE_UNKNOWN)
        return NULL;
    if (title.n > 0 && status >= 400 && status < 500)
        return refused(cx, str_fmt(cx->arena, "%.*s %.*s", TEXT(title), TEXT(detail)));
    return cut(cx, MSG("It answered with the status {0}.", str_fmt(cx->arena, "%ld", status)));
}

static struct err *
ask(struct cx *cx, struct line *l, struct str path, curl_mime *form, struct answer *out)
{
    long status = 0;

    l->n = 0;
    curl_easy_setopt(l->curl, CURLOPT_URL,
                     str_z(cx->arena, str_fmt(cx->arena, "%.*s%.*s", TEXT(l->url), TEXT(path))));
    if (form)
        curl_easy_setopt(l->curl, CURLOPT_MIMEPOST, form);
    else
        curl_easy_setopt(l->curl, CURLOPT_HTTPGET, 1L);
    CURLcode how = curl_easy_perform(l->curl);

    curl_mime_free(form);
    if (how != CURLE_OK)
        return cut(cx, MSG("{0}", str_of(curl_easy_strerror(how))));
    curl_easy_getinfo(l->curl, CURLINFO_RESPONSE_CODE, &status);
    return read_answer(cx, l, status, out);
}

/* ---- forms ----------------------------------------------------------------------------------- */

static void
add_field(curl_mime *form, const char *name, struct str value)
{
    curl_mimepart *part = curl_mime_addpart(form);

    curl_mime_name(part, name);
    curl_mime_data(part, value.p, value.n);
}

static curl_mime *
form_with(const struct line *l, struct str file)
{
    curl_mime     *form = curl_mime_init(l->curl);
    curl_mimepart *part = curl_mime_addpart(form);

    add_field(form, "_token", l->token);
    curl_mime_name(part, "file");
    curl_mime_filename(part, "piece");
    curl_mime_data(part, file.p, file.n);
    return form;
}

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
begin(struct cx *cx, struct line *l, const struct bundle_file *f, struct answer *out)
{
    char *lead = NEWS(cx->arena, char, (size_t)f->from);

    TRY(read_piece(cx, f->fd, 0, lead, (size_t)f->from));
    return ask(cx, l, S("/bundles/line"),
               form_with(l, (struct str){ lead, (size_t)f->from }), out);
}

static struct err *
send_piece(struct cx *cx, struct line *l, const struct bundle_file *f, int64_t from,
           struct answer *out)
{
    int64_t              left = f->total - from;
    struct str           bytes = { .n = left < ARRIVAL_PIECE_BYTES ? (size_t)left
                                                                   : ARRIVAL_PIECE_BYTES };
    char                *p = NEWS(cx->arena, char, bytes.n);
    struct bundle_piece  piece = { .hash = f->hash, .from = from };
    struct secret_signer signer;

    TRY(read_piece(cx, f->fd, from, p, bytes.n));
    bytes.p = p;
    piece.sha256 = bundle_hash_of(cx->arena, bytes);
    TRY(bundle_signer(cx, &signer));
    struct str signature = bundle_piece_sign(cx->arena, &signer, &piece);

    secret_forget(&signer, sizeof signer);
    curl_mime *form = form_with(l, bytes);

    add_field(form, "from", str_fmt(cx->arena, "%lld", (long long)from));
    add_field(form, "signature", signature);
    return ask(cx, l, str_fmt(cx->arena, "/bundles/line/%.*s", TEXT(f->hash)), form, out);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static struct err *
send_all(struct cx *cx, struct line *l, const struct bundle_file *f, struct answer *out)
{
    for (int64_t last = -1; out->state == LINE_ARRIVING;) {
        size_t mark = arena_mark(cx->arena);

        if (out->have <= last || out->have >= f->total)
            return cut(cx, MSG("It does not say how much it has."));
        last = out->have;
        TRY(send_piece(cx, l, f, last, out));
        if (out->state == LINE_ARRIVING)
            arena_back(cx->arena, mark);
    }
    return NULL;
}

/* It is taken by a job there: some seconds are waited for it. */
static struct err *
await(struct cx *cx, struct line *l, const struct bundle_file *f, struct answer *out)
{
    struct str path = str_fmt(cx->arena, "/bundles/line/%.*s", TEXT(f->hash));

    for (int i = 0; i < ASKS && out->state == LINE_WAITING; i++) {
        usleep(WAIT_US);
        TRY(ask(cx, l, path, NULL, out));
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
converse(struct cx *cx, struct line *l, const struct bundle_file *f, bool *has_receipt)
{
    struct answer out;

    TRY(begin(cx, l, f, &out));
    TRY(send_all(cx, l, f, &out));
    TRY(await(cx, l, f, &out));
    if (out.state == LINE_REFUSED)
        return refused(cx, out.why);
    *has_receipt = out.state == LINE_TAKEN;
    return *has_receipt ? take_receipt(cx, out.receipt) : NULL;
}

/* ---- the line -------------------------------------------------------------------------------- */

static bool
is_here(struct str url)
{
    return str_starts(url, S("http://"));       /* bundle_trust.c lets only this machine be so */
}

static void
set_up(struct arena *a, struct line *l)
{
    CURL *c = l->curl;

    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, is_here(l->url) ? "http" : "https");
    if (is_here(l->url))
        curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)IDLE_S);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, hear);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, l);
    curl_easy_setopt(c, CURLOPT_COOKIE,
                     str_z(a, str_fmt(a, "gy_form=%.*s", TEXT(l->token))));
}

static struct err *
no_url(struct cx *cx, const struct bundle *b)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.no_url",
        .text = MSG("{0} has no address to which bundles are sent.", b->installation_name),
        .hint = MSG("Bring the file on a stick; or end the trust and enter it anew with its "
                    "address.") });
}

static void
end_curl(void *curl)
{
    curl_easy_cleanup(curl);
}

struct err *
bundle_deliver(struct cx *cx, const struct bundle *b, bool *has_receipt)
{
    struct line        l = { .url = b->url, .token = secret_token(cx->arena),
                             .heard = NEWS(cx->arena, char, HEARD_MAX) };
    void             **place = arena_owns(cx->arena, end_curl);
    struct curl_slist *fields;
    enum bundle_kind   kind = BUNDLE_ANSWERS;
    struct bundle_file f;
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
    l.curl = *place = curl_easy_init();
    if (!l.curl)
        return cut(cx, MSG("There is no memory for the connection."));
    set_up(cx->arena, &l);
    fields = curl_slist_append(NULL, "Accept: application/json");
    fields = curl_slist_append(fields, cx->lang == LANG_EN ? "Accept-Language: en"
                                                           : "Accept-Language: id");
    curl_easy_setopt(l.curl, CURLOPT_HTTPHEADER, fields);
    struct err *e = converse(cx, &l, &f, has_receipt);

    curl_slist_free_all(fields);
    return e;
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
