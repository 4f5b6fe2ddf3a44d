/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * multipart.c — boundaries, the fields of a part, content in runs.
 *
 * A delimiter is CR LF "--" boundary, and CR stands nowhere in it but at its beginning: bytes that
 * looked like one and were none are content, and need not be looked at again. The first boundary
 * is read as a delimiter whose CR LF has come already.
 */
#include "web/multipart.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "web/http.h"

static const char *const codes[] = {
    [MULTIPART_NO_REFUSAL] = "multipart.none",
#define X(name, code) [MULTIPART_##name##_REFUSED] = code,
    MULTIPART_REFUSALS(X)
#undef X
};

const char *
multipart_refusal_code(enum multipart_refusal why)
{
    assert((size_t)why < COUNT(codes));
    return codes[why];
}

/* ---- parameters ------------------------------------------------------------------------------ */

/* name="value", or name=value where the value is a token */
struct parameter { struct str name, value; bool quoted; };

/* Takes the next one off `rest`, which begins with its ";"; false if it is none. */
static bool
take_parameter(struct str *rest, struct parameter *out)
{
    struct str at = str_part(*rest, 1, rest->n), value, more;

    if (rest->p[0] != ';' || !str_cut(at, '=', &out->name, &value))
        return false;
    out->name = str_trim(out->name);
    out->quoted = value.n > 0 && value.p[0] == '"';
    if (!http_is_token(out->name))
        return false;
    if (!out->quoted) {
        size_t n = 0;

        while (n < value.n && value.p[n] != ';')
            n++;
        out->value = str_trim(str_part(value, 0, n));
        *rest = str_part(value, n, value.n - n);
        return http_is_token(out->value);
    }
    if (!str_cut(str_part(value, 1, value.n), '"', &out->value, &more))
        return false;
    *rest = str_trim(more);
    return true;
}

/* "multipart/form-data; boundary=x" -> the type, and what follows it */
static struct str
cut_parameters(struct str value, struct str *rest)
{
    size_t n = 0;

    while (n < value.n && value.p[n] != ';')
        n++;
    *rest = str_part(value, n, value.n - n);
    return str_trim(str_part(value, 0, n));
}

bool
multipart_is_type(struct str content_type)
{
    struct str rest;

    return http_same(cut_parameters(content_type, &rest), S("multipart/form-data"));
}

/* bcharsnospace of RFC 2046, 5.1.1, and a space that is not the last character. */
static bool
is_boundary(struct str s)
{
    static const char marks[] = "'()+_,-./:=? ";

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (!alnum && !memchr(marks, c, sizeof marks - 1))
            return false;
    }
    return s.n > 0 && s.n <= MULTIPART_BOUNDARY_MAX && s.p[s.n - 1] != ' ';
}

static enum multipart_refusal
read_boundary(struct str content_type, struct str *out)
{
    struct parameter p;
    struct str       rest;

    *out = (struct str){ NULL, 0 };
    if (!multipart_is_type(content_type))
        return MULTIPART_TYPE_REFUSED;
    for (cut_parameters(content_type, &rest); rest.n > 0;) {
        if (!take_parameter(&rest, &p))
            return MULTIPART_BOUNDARY_REFUSED;
        if (!http_same(p.name, S("boundary")))
            continue;
        if (str_is_known(*out) || !is_boundary(p.value))
            return MULTIPART_BOUNDARY_REFUSED;
        *out = p.value;
    }
    return str_is_known(*out) ? MULTIPART_NO_REFUSAL : MULTIPART_BOUNDARY_REFUSED;
}

void
multipart_start(struct multipart *m, struct str content_type)
{
    struct str boundary;

    memset(m, 0, sizeof *m);
    m->refusal = read_boundary(content_type, &boundary);
    if (m->refusal)
        return;
    assert(boundary.n > 0);
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary.p, boundary.n);
    m->delimiter_n = boundary.n + 4;
    m->matched = 2;
}

/* ---- the fields of a part -------------------------------------------------------------------- */

/* Keeps a text of the part for its whole time; there is room for every field of it. */
static struct str
keep(struct multipart *m, struct str s)
{
    char *p = m->text + m->text_n;

    assert(s.n <= sizeof m->text - m->text_n);
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    m->text_n += s.n;
    return (struct str){ p, s.n };
}

/* What browsers write for a quote in a name; they leave everything else as it is. */
static struct str
keep_name(struct multipart *m, struct str s)
{
    char  *p = m->text + m->text_n;
    size_t n = 0;

    assert(s.n <= sizeof m->text - m->text_n);
    for (size_t i = 0; i < s.n; i++) {
        bool quote = str_starts(str_part(s, i, 3), S("%22"));

        p[n++] = quote ? '"' : s.p[i];
        i += quote ? 2 : 0;
    }
    m->text_n += n;
    return (struct str){ p, n };
}

/* A backslash before the quote that ends it would mean two things to two programs. */
static bool
is_in_quotes(const struct parameter *p)
{
    return p->quoted && !str_ends(p->value, S("\\"));
}

static enum multipart_refusal
read_disposition(struct multipart *m, struct str value)
{
    struct parameter p;
    struct str       rest;

    if (m->has_disposition)
        return MULTIPART_TWICE_REFUSED;
    m->has_disposition = true;
    if (!http_same(cut_parameters(value, &rest), S("form-data")))
        return MULTIPART_DISPOSITION_REFUSED;
    while (rest.n > 0) {
        if (!take_parameter(&rest, &p))
            return MULTIPART_DISPOSITION_REFUSED;
        bool is_file = http_same(p.name, S("filename"));

        if (!is_file && !http_same(p.name, S("name")))
            return MULTIPART_DISPOSITION_REFUSED;
        if (str_is_known(is_file ? m->file : m->name))
            return MULTIPART_TWICE_REFUSED;
        if (!is_in_quotes(&p) || (!is_file && !utf8_is_plain(p.value)))
            return MULTIPART_NAME_REFUSED;
        *(is_file ? &m->file : &m->name) = keep_name(m, p.value);
    }
    return m->name.n > 0 ? MULTIPART_NO_REFUSAL : MULTIPART_NAME_REFUSED;
}

static enum multipart_refusal
read_type(struct multipart *m, struct str value)
{
    struct str rest, type = cut_parameters(value, &rest), main_type, sub_type;

    if (str_is_known(m->type))
        return MULTIPART_TWICE_REFUSED;
    if (!str_cut(type, '/', &main_type, &sub_type) || !http_is_token(main_type) ||
        !http_is_token(sub_type) || http_same(main_type, S("multipart")))
        return MULTIPART_PART_TYPE_REFUSED;
    m->type = keep(m, value);
    return MULTIPART_NO_REFUSAL;
}

static enum multipart_refusal
field_done(struct multipart *m, struct str line)
{
    struct str name, value;

    if (++m->n_fields > MULTIPART_FIELDS_MAX)
        return MULTIPART_FIELDS_MANY_REFUSED;
    if (!str_cut(line, ':', &name, &value) || !http_is_token(name) || !utf8_is_valid(line, NULL))
        return MULTIPART_FIELD_REFUSED;
    value = str_trim(value);
    if (http_same(name, S("content-disposition")))
        return read_disposition(m, value);
    if (http_same(name, S("content-type")))
        return read_type(m, value);
    return http_same(name, S("content-transfer-encoding")) ? MULTIPART_ENCODING_REFUSED
                                                           : MULTIPART_NO_REFUSAL;
}

/* A text is a text: what else a part says that it is belongs to a file. */
static enum multipart_refusal
fields_done(struct multipart *m)
{
    struct str rest;

    if (!m->has_disposition)
        return MULTIPART_DISPOSITION_REFUSED;
    if (!str_is_known(m->file) && str_is_known(m->type) &&
        !http_same(cut_parameters(m->type, &rest), S("text/plain")))
        return MULTIPART_PART_TYPE_REFUSED;
    m->phase = MULTIPART_P_CONTENT;
    m->matched = 0;
    return MULTIPART_NO_REFUSAL;
}

static enum multipart_refusal
line_byte(struct multipart *m, char c)
{
    if (m->after_cr) {
        struct str line = { m->line, m->line_n };

        m->after_cr = false;
        m->line_n = 0;
        if (c != '\n')
            return MULTIPART_LINE_END_REFUSED;
        return line.n > 0 ? field_done(m, line) : fields_done(m);
    }
    if (c == '\r') {
        m->after_cr = true;
        return MULTIPART_NO_REFUSAL;
    }
    if (c == '\n')
        return MULTIPART_LINE_END_REFUSED;
    if (((unsigned char)c < ' ' && c != '\t') || c == 0x7f)
        return MULTIPART_CONTROL_REFUSED;
    if (m->line_n == sizeof m->line)
        return MULTIPART_LINE_LONG_REFUSED;
    m->line[m->line_n++] = c;
    return MULTIPART_NO_REFUSAL;
}

/* ---- boundaries ------------------------------------------------------------------------------ */

static void
begin_part(struct multipart *m)
{
    static const struct str unknown = { NULL, 0 };

    m->name = m->file = m->type = unknown;
    m->text_n = m->line_n = m->n_fields = 0;
    m->has_disposition = false;
    m->n_parts++;
    m->phase = MULTIPART_P_FIELDS;
}

/* Behind a boundary: CR LF and a part, or "--" and the end. */
static enum multipart_refusal
after_byte(struct multipart *m, char c)
{
    if (m->line_n == 0) {
        m->line[m->line_n++] = c;
        return c == '\r' || c == '-' ? MULTIPART_NO_REFUSAL : MULTIPART_BOUNDARY_REFUSED;
    }
    if (c != (m->line[0] == '\r' ? '\n' : '-'))
        return MULTIPART_BOUNDARY_REFUSED;
    m->line_n = 0;
    if (c == '-')
        m->phase = MULTIPART_P_LAST;
    else if (m->n_parts == MULTIPART_PARTS_MAX)
        return MULTIPART_PARTS_MANY_REFUSED;
    else
        begin_part(m);
    return MULTIPART_NO_REFUSAL;
}

/* Behind the last one a CR LF may stand, and nothing more. */
static enum multipart_refusal
last_byte(struct multipart *m, char c)
{
    if (m->line_n == 2 || c != "\r\n"[m->line_n])
        return MULTIPART_BOUNDARY_REFUSED;
    m->line_n++;
    return MULTIPART_NO_REFUSAL;
}

static enum multipart_refusal
first_byte(struct multipart *m, char c)
{
    if (c != m->delimiter[m->matched])
        return MULTIPART_BOUNDARY_REFUSED;
    if (++m->matched == m->delimiter_n)
        m->phase = MULTIPART_P_AFTER;
    return MULTIPART_NO_REFUSAL;
}

/* ---- content --------------------------------------------------------------------------------- */

/* Up to the delimiter, or to a beginning of it at the end of what has come. */
static size_t
run_length(const struct multipart *m, struct str bytes)
{
    size_t      may_begin = bytes.n < m->delimiter_n ? bytes.n : m->delimiter_n - 1, at;
    const char *cr = memrchr(bytes.p + bytes.n - may_begin, '\r', may_begin);

    if (str_find(bytes, (struct str){ m->delimiter, m->delimiter_n }, &at))
        return at;
    at = cr ? (size_t)(cr - bytes.p) : bytes.n;
    return cr && memcmp(cr, m->delimiter, bytes.n - at) == 0 ? at : bytes.n;
}

static enum multipart_event
pass_run(struct multipart *m, struct str bytes, size_t *at)
{
    const char *from = bytes.p + *at;
    size_t      n = run_length(m, (struct str){ from, bytes.n - *at });

    m->piece = (struct str){ from, n };
    *at += n;
    if (n > 0)
        return MULTIPART_PIECE;
    m->matched = 1;
    (*at)++;
    return MULTIPART_MORE;
}

/* Goes on with what looks like a delimiter. What was held back and is none is a piece. */
static enum multipart_event
match(struct multipart *m, struct str bytes, size_t *at)
{
    while (*at < bytes.n && m->matched < m->delimiter_n) {
        if (bytes.p[*at] != m->delimiter[m->matched]) {
            m->piece = (struct str){ m->delimiter, m->matched };
            m->matched = 0;
            return MULTIPART_PIECE;
        }
        m->matched++;
        (*at)++;
    }
    if (m->matched < m->delimiter_n)
        return MULTIPART_MORE;
    m->phase = MULTIPART_P_AFTER;
    return MULTIPART_ENDS;
}

/* ---- all together ---------------------------------------------------------------------------- */

static enum multipart_event
one_byte(struct multipart *m, char c)
{
    switch (m->phase) {
    case MULTIPART_P_FIRST:   m->refusal = first_byte(m, c); break;
    case MULTIPART_P_AFTER:   m->refusal = after_byte(m, c); break;
    case MULTIPART_P_FIELDS:  m->refusal = line_byte(m, c);  break;
    case MULTIPART_P_LAST:    m->refusal = last_byte(m, c);  break;
    case MULTIPART_P_CONTENT: break;            /* never: content is passed on in runs */
    }
    if (m->refusal)
        return MULTIPART_REFUSED;
    return m->phase == MULTIPART_P_CONTENT ? MULTIPART_BEGINS : MULTIPART_MORE;
}

enum multipart_event
multipart_feed(struct multipart *m, struct str bytes, size_t *taken)
{
    enum multipart_event event = m->refusal ? MULTIPART_REFUSED : MULTIPART_MORE;

    *taken = 0;
    while (event == MULTIPART_MORE && *taken < bytes.n) {
        if (m->phase != MULTIPART_P_CONTENT)
            event = one_byte(m, bytes.p[(*taken)++]);
        else
            event = m->matched > 0 ? match(m, bytes, taken) : pass_run(m, bytes, taken);
    }
    return event;
}

bool
multipart_is_whole(struct multipart *m)
{
    bool whole = m->phase == MULTIPART_P_LAST && m->line_n != 1;

    if (!m->refusal && !whole)
        m->refusal = MULTIPART_CUT_OFF_REFUSED;
    return !m->refusal;
}
