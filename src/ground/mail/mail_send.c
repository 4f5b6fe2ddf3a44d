/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/mail/mail_send.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"

enum { PASSWORD_MAX = 1000, HEARD_MAX = 500 };       /* bytes */

/* ---- the server ------------------------------------------------------------------------------ */

static struct err *
no_password(struct cx *cx, int errnum)
{
    struct err *e = err_errno(cx->arena, "mail.password",
                              MSG("The file with the mail server's password could not be read."),
                              errnum);

    e->where = cx->site->smtp_password;
    e->hint = MSG("Set smtp_password to a file that only this program's user may read.");
    return e;
}

/* The first line of the file. */
static struct err *
read_password(struct cx *cx, struct str *password)
{
    char   *p = NEWS(cx->arena, char, PASSWORD_MAX);
    int     fd = open(str_z(cx->arena, cx->site->smtp_password), O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, p, PASSWORD_MAX);
    int     errnum = errno;
    struct str rest;

    if (fd >= 0)
        close(fd);
    if (n < 0)
        return no_password(cx, errnum);
    str_cut((struct str){ p, (size_t)n }, '\n', password, &rest);
    *password = str_trim(*password);
    return memchr(password->p, '\0', password->n) ? no_password(cx, EINVAL) : NULL;
}

struct err *
mail_server_of(struct cx *cx, struct mail_server *s)
{
    *s = (struct mail_server){ .connect_s = MAIL_CONNECT_S, .whole_s = MAIL_WHOLE_S };
    if (!mail_can(cx))
        return mail_off(cx);
    mail_place_read(cx->site->smtp, &s->place);
    mail_sender(cx, &s->from);
    if (cx->site->smtp_s > 0) {
        s->whole_s = cx->site->smtp_s;
        s->connect_s = s->whole_s < MAIL_CONNECT_S ? s->whole_s : MAIL_CONNECT_S;
    }
    if (cx->site->smtp_user.n == 0)
        return NULL;
    s->user = cx->site->smtp_user;
    s->password = S("");
    return cx->site->smtp_password.n > 0 ? read_password(cx, &s->password) : NULL;
}

/* ---- one conversation ------------------------------------------------------------------------ */

/* No memory is asked for while the library is under way: a full arena would jump through it. */
struct talk {
    struct str     left;                /* of the message, still to be sent       */
    enum mail_step step;
    bool           is_over;             /* we said QUIT: what follows says nothing */
    char           line[HEARD_MAX];     /* the server's last before that          */
    size_t         n;
};

static size_t
give(char *out, size_t size, size_t n, void *arg)
{
    struct talk *t = arg;
    struct str   part = str_part(t->left, 0, size * n);

    if (part.n > 0)
        memcpy(out, part.p, part.n);
    t->left = str_part(t->left, part.n, t->left.n);
    return part.n;
}

static void
step_of(struct talk *t, struct str command)
{
    static const struct { const char *word; enum mail_step step; } known[] = {
        { "EHLO", MAIL_AT_GREETING }, { "HELO", MAIL_AT_GREETING }, { "STAR", MAIL_AT_TLS },
        { "AUTH", MAIL_AT_LOGIN }, { "MAIL", MAIL_AT_SENDER }, { "RCPT", MAIL_AT_RECIPIENT },
        { "DATA", MAIL_AT_TEXT },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_starts(command, str_of(known[i].word)))
            t->step = known[i].step;
}

/* The library waits for the answer to QUIT without regard to the time that is left. */
static void
take_leave(CURL *c, struct talk *t)
{
    t->is_over = true;
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, 1L);
}

/* Hears both sides; what is signed in with is not looked at. */
static int
hear(CURL *c, curl_infotype type, char *p, size_t n, void *arg)
{
    struct talk *t = arg;

    if (type == CURLINFO_HEADER_OUT && str_starts((struct str){ p, n }, S("QUIT")))
        take_leave(c, t);
    else if (type == CURLINFO_HEADER_OUT)
        step_of(t, (struct str){ p, n });
    if (type != CURLINFO_HEADER_IN || t->is_over)
        return 0;
    t->n = n < HEARD_MAX ? n : HEARD_MAX;
    memcpy(t->line, p, t->n);
    return 0;
}

/* A server on this machine may have a certificate of its own making, or none: no byte leaves it. */
static long
safety(const struct mail_place *place)
{
    return place->loopback && !place->tls ? CURLUSESSL_TRY : CURLUSESSL_ALL;
}

static void
set_up_server(CURL *c, struct arena *a, const struct mail_server *s)
{
    const struct mail_place *p = &s->place;
    bool                     ip6 = memchr(p->host.p, ':', p->host.n) != NULL;
    struct str               url = str_fmt(a, "%s://%s%.*s%s:%lld/%.*s", p->tls ? "smtps" : "smtp",
        ip6 ? "[" : "", TEXT(p->host), ip6 ? "]" : "", (long long)p->port,
        TEXT(mail_domain(s->from.address)));

    curl_easy_setopt(c, CURLOPT_URL, str_z(a, url));
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)(s->connect_s * 1000));
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(s->whole_s * 1000));
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->whole_s);
    curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);      /* leave is taken while we hear it */
    curl_easy_setopt(c, CURLOPT_USE_SSL, safety(p));
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, p->loopback ? 0L : 1L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, p->loopback ? 0L : 2L);
    if (!str_is_known(s->user))
        return;
    curl_easy_setopt(c, CURLOPT_USERNAME, str_z(a, s->user));
    curl_easy_setopt(c, CURLOPT_PASSWORD, str_z(a, s->password));
}

static const char *
path_of(struct arena *a, struct str address)
{
    return str_z(a, str_fmt(a, "<%.*s>", TEXT(address)));
}

static struct curl_slist *
set_up_letter(CURL *c, struct arena *a, struct talk *t, const struct mail_server *s,
              const struct mail_letter *l)
{
    struct buf         b = buf_in(a, MAIL_BYTES_MAX);
    struct curl_slist *list = curl_slist_append(NULL, path_of(a, l->to));

    mail_write(&b, l);
    t->left = buf_str(&b);
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, path_of(a, s->from.address));
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, list);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, t);
    return list;
}

/* ---- what came of it ------------------------------------------------------------------------- */

static enum mail_answer
answer_of(CURL *c, CURLcode how, enum mail_step step, const struct mail_reply *last)
{
    double connected_s = 0;

    switch (how) {
    case CURLE_OK:
        return MAIL_TAKEN;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return MAIL_AWAY;
    case CURLE_OPERATION_TIMEDOUT:
        curl_easy_getinfo(c, CURLINFO_CONNECT_TIME, &connected_s);
        return connected_s > 0 ? MAIL_SLOW : MAIL_AWAY;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
        return MAIL_UNSAFE;
    default:
        break;
    }
    if (last->number >= 400)
        return mail_judge(step, last);
    return how == CURLE_LOGIN_DENIED ? MAIL_LOGIN : MAIL_CUT;
}

static void
tell(struct arena *a, CURL *c, CURLcode how, const struct talk *t, struct mail_said *said)
{
    struct mail_reply last;
    bool              replied = mail_reply_read(a, str_trim(str_copy(a,
                                    (struct str){ t->line, t->n })), &last);

    said->answer = answer_of(c, how, t->step, &last);
    if (replied && (how == CURLE_OK || last.number >= 400))
        *said = (struct mail_said){ said->answer, last.code, last.words };
    else
        said->words = str_copy(a, str_of(curl_easy_strerror(how)));
}

void
mail_speak(struct arena *a, const struct mail_server *s, const struct mail_letter *letter,
           struct mail_said *said)
{
    struct talk        t = { .step = MAIL_AT_GREETING };
    struct curl_slist *to = NULL;
    CURL              *c = curl_easy_init();

    *said = (struct mail_said){ MAIL_AWAY, S(""), S("") };
    if (!c)
        return;
    set_up_server(c, a, s);
    curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(c, CURLOPT_DEBUGDATA, &t);
    if (letter)
        to = set_up_letter(c, a, &t, s, letter);
    else
        curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
    CURLcode how = curl_easy_perform(c);

    tell(a, c, how, &t, said);
    curl_slist_free_all(to);
    curl_easy_cleanup(c);
}
