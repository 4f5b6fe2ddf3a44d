/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_trust.c — which installations are trusted: entered with the digits that were read out. */
#include "base/arena.h"
#include "city/bundle/bundle_part.h"
#include "city/bundle/bundle_sql.h"
#include "ground/region/region.h"
#include "store/store.h"

#define OF(member, kind, ...) FIELD(struct bundle_trust_fields, member, kind, __VA_ARGS__)

static const struct field told_fields[] = {
    OF(name,   F_TEXT, .max = 200, .label = N_("Name of the installation")),
    OF(region, F_TEXT, .max = 20,  .label = N_("Region (code)")),
    OF(key,    F_TEXT, .max = 64,  .label = N_("Public key")),
    OF(url,    F_TEXT, .max = 200, .label = N_("Address (https://…)")),
};
const struct form bundle_trust_told_form = FORM(struct bundle_trust_fields, told_fields);

/* ---- reading -------------------------------------------------------------------------------- */

struct err *
bundle_installations_of(struct cx *cx, struct bundle_installation_set *set)
{
    TRY(must_somewhere(cx, MAY_READ_WORK));
    return bundle_installations(cx, &set->row, &set->n);
}

static struct err *
unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "bundle.installation",
        .text = MSG("No installation {0} is trusted here.", code),
        .hint = MSG("An administrator enters its key on the page “Installations”."),
        .where = S("to") });
}

struct err *
bundle_installation_get(struct cx *cx, struct str code, struct bundle_installation *i)
{
    bool found;

    TRY(bundle_installation_by_code(cx, code, i, &found));
    return found ? NULL : unknown(cx, code);
}

struct err *
bundle_installation_of_key(struct cx *cx, struct str key, struct bundle_installation *i,
                           bool *found)
{
    return bundle_installation_by_key(cx, key, i, found);
}

/* ---- trusting ------------------------------------------------------------------------------- */

static struct err *
fault(struct cx *cx, const char *code, const char *where, struct msg text, struct msg hint)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .hint = hint, .where = str_of(where) });
}

static struct err *
check_key(struct cx *cx, const struct bundle_trust *t)
{
    struct bundle_key own;

    if (!bundle_is_hash(t->key))
        return fault(cx, "bundle.key", "key", MSG("This is not an installation's key."),
                     MSG("It has 64 digits and letters from a to f; the other side copies it from "
                         "its page “Installations”."));
    TRY(bundle_own_key(cx, &own));
    if (str_eq(own.key, t->key))
        return fault(cx, "bundle.key_own", "key", MSG("This is the key of this installation."),
                     MSG("Enter the key of the other one."));
    if (!bundle_fingerprint_is(cx->arena, t->key, t->fingerprint))
        return fault(cx, "bundle.fingerprint", "fingerprint",
                     MSG("These are not the digits of that key."),
                     MSG("Call the other side and let them read out the 40 digits on their page "
                         "“Installations”. If they differ again, the key is not theirs: do not "
                         "trust it."));
    return NULL;
}

/* On this machine a line need not be closed to others. */
static bool
is_url(struct str url)
{
    static const char *const safe[] = { "https://", "http://127.0.0.1:", "http://localhost:" };

    for (size_t i = 0; i < url.n; i++)
        if (url.p[i] <= ' ' || url.p[i] == '@' || url.p[i] == '?' || url.p[i] == '#')
            return false;
    for (size_t i = 0; i < COUNT(safe); i++)
        if (str_starts(url, str_of(safe[i])) && url.p[url.n - 1] != '/')
            return true;
    return url.n == 0;
}

static struct err *
check_trust(struct cx *cx, const struct bundle_trust *t)
{
    struct region              region;
    struct bundle_installation was;
    bool                       found;

    TRY(must(cx, MAY_TRUST, bundle_scope(S(""))));
    TRY(check_key(cx, t));
    if (!is_url(t->url))
        return fault(cx, "bundle.url", "url", MSG("This is not an address that bundles go to."),
                     MSG("It begins with https:// and ends without a slash."));
    if (t->region.n > 0)
        TRY(region_get(cx, t->region, &region));
    TRY(bundle_installation_by_key(cx, t->key, &was, &found));
    if (!found || was.ended_at.known)
        TRY(bundle_installation_by_code(cx, t->code, &was, &found));
    else
        found = true;
    if (!found)
        return NULL;
    return fault(cx, "bundle.trusted", "code",
                 MSG("{0} is trusted here already, by this key or by this code.", was.name),
                 MSG("End that trust first, or choose another code."));
}

static struct err *
tell(struct cx *cx, const struct bundle_trust *t)
{
    struct bundle_trust_fields after = { t->name, t->region, t->key, t->url };

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = BUNDLE_PEER_THING,
        .key = t->code, .scope = bundle_scope(t->region), .form = &bundle_trust_told_form,
        .after = &after });
}

static struct err *
trust_once(struct cx *cx, void *arg)
{
    const struct bundle_trust *t = arg;

    TRY(check_trust(cx, t));
    TRY(bundle_installation_put(cx, &(struct bundle_installation_put_in){
        .code = t->code, .name = t->name, .region_code = t->region, .public_key = t->key,
        .url = t->url, .trusted_at = cx->now_s, .trusted_by = bundle_by_post(cx) }, NULL));
    return tell(cx, t);
}

/* Read out, copied and pasted: blanks and capitals are no other key. */
static struct str
tidy_key(struct arena *a, struct str typed)
{
    struct buf b = buf_in(a, 4 * BUNDLE_KEY_HEX);

    for (size_t i = 0; i < typed.n && b.n < 2 * (size_t)BUNDLE_KEY_HEX; i++) {
        char c = typed.p[i];

        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            buf_byte(&b, c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c);
    }
    return b.n > 0 ? buf_str(&b) : S("");
}

struct err *
bundle_trust_put(struct cx *cx, const struct bundle_trust *trust)
{
    struct bundle_trust t = *trust;

    t.key = tidy_key(cx->arena, t.key);
    return store_change(cx, "bundle_trust_put", trust_once, &t);
}

/* ---- ending --------------------------------------------------------------------------------- */

struct ending { struct str code, why; };

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending       *e = arg;
    struct bundle_installation i;

    TRY(must(cx, MAY_TRUST, bundle_scope(S(""))));
    TRY(bundle_installation_get(cx, e->code, &i));
    TRY(bundle_installation_end(cx, KNOWN(cx->now_s), e->why, i.id, NULL));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ENDED, .thing = BUNDLE_PEER_THING,
        .key = i.code, .scope = bundle_scope(i.region_code), .why = e->why });
}

struct err *
bundle_trust_end(struct cx *cx, struct str code, struct str why)
{
    if (str_trim(why).n == 0)
        return fault(cx, "bundle.why", "why", MSG("Say why it is not trusted any more."),
                     MSG("The journal keeps the reason."));
    return store_change(cx, "bundle_trust_end", end_once, &(struct ending){ code, why });
}
