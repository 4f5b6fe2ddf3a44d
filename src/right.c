/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * right.c — the table of grants, and the one place that asks it.
 *
 * Administrators look after accounts and posts, not after content: who wants both holds two posts,
 * and the journal shows in which of them something was done. Auditors only read. Published figures
 * are changed by the programme's office alone: who is measured does not mend the measure, and the
 * walidata of a region (Perpres 39/2019) looks after the region's own data. Who asks for data does
 * not approve it: an organisation answers and its head approves, whoever named them. ADR 0014 says
 * more.
 */
#include "right.h"

#include "cx.h"

#define P(name) (UINT32_C(1) << POST_##name)

enum { ALL_POSTS = (1 << POST_KINDS) - 2 };     /* every kind but POST_NONE */

const struct who who_nobody = { .kind = WHO_NOBODY };
const struct who who_program = { .kind = WHO_PROGRAM };

/* Which posts have which right. READ_PUBLIC and ENTER are everybody's, OWN_ACCOUNT everybody's who
 * is signed in. */
static const uint32_t granted[RIGHTS_N] = {
    [MAY_HAND_OVER]      = ALL_POSTS & ~P(INVESTOR) & ~P(AUDITOR) & ~P(COUNCIL_MEMBER),
    [MAY_READ_WORK]      = ALL_POSTS & ~P(INVESTOR),
    [MAY_READ_JOURNAL]   = P(ADMINISTRATOR) | P(PROGRAMME_OFFICE) | P(HEAD_OF_REGION)
                         | P(REGION_SECRETARY) | P(COORDINATOR) | P(AUDITOR),
    [MAY_READ_PERSON]    = P(ADMINISTRATOR) | P(PROGRAMME_OFFICE) | P(COORDINATOR) | P(AUDITOR),
    [MAY_EDIT_REGION]    = P(PROGRAMME_OFFICE) | P(WALIDATA),
    [MAY_EDIT_ORG]       = P(PROGRAMME_OFFICE) | P(COORDINATOR) | P(WALIDATA) | P(HEAD_OF_AGENCY),
    [MAY_ADD_DOCUMENT]   = P(PROGRAMME_OFFICE) | P(REGION_SECRETARY) | P(COORDINATOR)
                         | P(WALIDATA) | P(HEAD_OF_AGENCY) | P(CONTRIBUTOR),
    [MAY_READ_RESTRICTED] = P(PROGRAMME_OFFICE) | P(ASSESSOR) | P(HEAD_OF_REGION)
                         | P(REGION_SECRETARY) | P(COORDINATOR) | P(AUDITOR),
    [MAY_ASK]            = P(PROGRAMME_OFFICE) | P(REGION_SECRETARY) | P(COORDINATOR),
    [MAY_ANSWER]         = P(COORDINATOR) | P(WALIDATA) | P(HEAD_OF_AGENCY) | P(CONTRIBUTOR),
    [MAY_APPROVE]        = P(HEAD_OF_AGENCY) | P(REGION_SECRETARY),
    [MAY_EDIT_CALENDAR]  = P(PROGRAMME_OFFICE) | P(REGION_SECRETARY) | P(COORDINATOR),
    [MAY_ISSUE_PAPER]    = P(PROGRAMME_OFFICE) | P(REGION_SECRETARY) | P(COORDINATOR)
                         | P(HEAD_OF_AGENCY),
    [MAY_TAKE_DOSSIER]   = P(PROGRAMME_OFFICE) | P(REGION_SECRETARY) | P(COORDINATOR)
                         | P(AUDITOR),
    [MAY_RUN_ROUND]      = P(PROGRAMME_OFFICE),
    [MAY_CONSOLIDATE]    = P(REGION_SECRETARY) | P(COORDINATOR),
    [MAY_STATE]          = P(HEAD_OF_REGION),
    [MAY_SCORE]          = P(ASSESSOR),
    [MAY_OBJECT]         = P(HEAD_OF_REGION) | P(REGION_SECRETARY) | P(COORDINATOR),
    [MAY_EDIT_FACT]      = P(PROGRAMME_OFFICE),
    [MAY_ASSIGN_POST]    = P(ADMINISTRATOR) | P(PROGRAMME_OFFICE) | P(REGION_SECRETARY)
                         | P(COORDINATOR),
    [MAY_MANAGE_ACCOUNT] = P(ADMINISTRATOR) | P(PROGRAMME_OFFICE) | P(COORDINATOR),
    [MAY_ERASE_PERSON]   = P(ADMINISTRATOR),
    [MAY_TRUST]          = P(ADMINISTRATOR),
};

/* What is the holder's own to decide, and not of who stands in for some days: who gets which post
 * and which account (UU 30/2014 article 14 (7): no decision that changes somebody's standing). */
static const uint32_t held_back = UINT32_C(1) << MAY_HAND_OVER | UINT32_C(1) << MAY_ASSIGN_POST
                                | UINT32_C(1) << MAY_MANAGE_ACCOUNT
                                | UINT32_C(1) << MAY_ERASE_PERSON;

/* Whom a post may put into which posts. */
static const uint32_t assigns[POST_KINDS] = {
    [POST_ADMINISTRATOR]    = ALL_POSTS,
    [POST_PROGRAMME_OFFICE] = P(COMPANION) | P(MENTOR) | P(ASSESSOR) | P(COORDINATOR)
                            | P(HEAD_OF_REGION) | P(REGION_SECRETARY) | P(INVESTOR),
    [POST_REGION_SECRETARY] = P(COORDINATOR) | P(WALIDATA) | P(HEAD_OF_AGENCY) | P(CONTRIBUTOR)
                            | P(COUNCIL_MEMBER),
    [POST_COORDINATOR]      = P(HEAD_OF_AGENCY) | P(CONTRIBUTOR),
};

static const char *const kind_word[] = { "none",
#define X(name, word, label) word,
    POSTS(X)
#undef X
};

static const char *const kind_label[] = { N_("no post"),
#define X(name, word, label) label,
    POSTS(X)
#undef X
};

static const char *const right_words[] = { "nothing",
#define X(name, word, text) word,
    RIGHTS(X)
#undef X
};

static const char *const right_texts[] = { N_("nothing"),
#define X(name, word, text) text,
    RIGHTS(X)
#undef X
};

/* ---- the tables ----------------------------------------------------------------------------- */

bool
right_of_post(enum right right, enum post_kind kind)
{
    if (right == MAY_READ_PUBLIC || right == MAY_ENTER || right == MAY_OWN_ACCOUNT)
        return true;
    return kind != POST_NONE && (granted[right] >> kind & 1);
}

bool
right_of_hold(enum right right, enum post_kind kind, enum hold_as as)
{
    bool stands_in = as == HOLD_PLH || as == HOLD_DELEGATED;

    return right_of_post(right, kind) && !(stands_in && (held_back >> right & 1));
}

bool
post_may_assign(enum post_kind by, enum post_kind what)
{
    return what != POST_NONE && (assigns[by] >> what & 1);
}

enum post_kind
post_kind_of(struct str word)
{
    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        if (str_eq(word, str_of(kind_word[kind])))
            return (enum post_kind)kind;
    return POST_NONE;
}

struct str
post_kind_word(enum post_kind kind)
{
    return str_of(kind_word[kind]);
}

struct msg
post_kind_label(enum post_kind kind)
{
    return (struct msg){ .id = kind_label[kind] };
}

struct str
right_word(enum right right)
{
    return str_of(right_words[right]);
}

struct msg
right_text(enum right right)
{
    return (struct msg){ .id = right_texts[right] };
}

struct msg
hold_as_label(enum hold_as as)
{
    switch (as) {
    case HOLD_PLT:       return MSG("Plt. (acting)");
    case HOLD_PLH:       return MSG("Plh. (acting day by day)");
    case HOLD_PJ:        return MSG("Pj. (appointed for the interim)");
    case HOLD_DELEGATED: return MSG("by delegation");
    default:             return MSG_NONE;
    }
}

/* ---- asking --------------------------------------------------------------------------------- */

static const struct who *
who_of(const struct cx *cx)
{
    return cx->who ? cx->who : &who_nobody;
}

/* "35.71" covers itself and "35.71.01", and not "35.7"; the nation covers all. */
static bool
region_covers(struct str above, struct str region)
{
    if (above.n == 0)
        return true;
    return str_starts(region, above) && (region.n == above.n || region.p[above.n] == '.');
}

bool
scope_covers(struct scope post, struct scope thing)
{
    return region_covers(post.region, thing.region) && (post.org == 0 || post.org == thing.org);
}

bool
may_somewhere(const struct cx *cx, enum right right)
{
    const struct who *who = who_of(cx);

    if (right == MAY_NOTHING)
        return false;
    if (right == MAY_READ_PUBLIC || right == MAY_ENTER)
        return true;
    if (who->kind == WHO_SHELL || who->kind == WHO_PROGRAM)
        return true;
    return who->kind == WHO_PERSON && right_of_hold(right, who->post.kind, who->post.as);
}

bool
may(const struct cx *cx, enum right right, struct scope of)
{
    const struct who *who = who_of(cx);

    if (!may_somewhere(cx, right))
        return false;
    return who->kind != WHO_PERSON || right <= MAY_OWN_ACCOUNT
        || scope_covers(who->post.scope, of);
}

static struct err *
sign_in_first(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_NOBODY, .code = "right.sign_in",
        .text = MSG("This is only for those who are signed in."),
        .hint = MSG("Sign in, then open this page again."),
    });
}

/* The posts that have the right, so that the reader knows whom to ask. */
static struct str
posts_with(struct cx *cx, enum right right)
{
    struct str name[POST_KINDS];
    size_t     n = 0;

    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        if (right_of_post(right, (enum post_kind)kind))
            name[n++] = msg_text(cx->arena, cx->lang, post_kind_label((enum post_kind)kind));
    return str_join(cx->arena, S(", "), name, n);
}

static struct err *
denied(struct cx *cx, enum right right, struct msg why)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "right.denied",
        .text = MSG("Your post has no right to {0} here.",
                    msg_text(cx->arena, cx->lang, right_text(right))),
        .detail = why,
        .hint = MSG("These posts have it, each within its own region or organisation: {0}.",
                    posts_with(cx, right)),
    });
}

static struct err *
refuse(struct cx *cx, enum right right)
{
    const struct who *who = who_of(cx);

    if (who->kind == WHO_NOBODY)
        return sign_in_first(cx);
    if (who->post.kind == POST_NONE)
        return denied(cx, right, MSG("You act in no post."));
    if (right_of_post(right, who->post.kind) && !may_somewhere(cx, right))
        return denied(cx, right, MSG("You stand in for a short time as {0}; this is for the "
                                     "holder to decide.", who->post.title));
    if (who->n_holds > 1)
        return denied(cx, right, MSG("You act as {0}. You have other posts; the menu changes to "
                                     "another.", who->post.title));
    return denied(cx, right, MSG("You act as {0}.", who->post.title));
}

struct err *
must_somewhere(struct cx *cx, enum right right)
{
    return may_somewhere(cx, right) ? NULL : refuse(cx, right);
}

struct err *
must(struct cx *cx, enum right right, struct scope of)
{
    return may(cx, right, of) ? NULL : refuse(cx, right);
}

/* "35.71" to "35.71/": '/' follows '.', so that what lies below is between and nothing else is. */
struct reach
reach_of(const struct cx *cx, enum right right)
{
    const struct who *who = who_of(cx);

    if (!may_somewhere(cx, right))
        return (struct reach){ .low = S("~"), .high = S("") };
    if (who->kind != WHO_PERSON || who->post.scope.region.n == 0)
        return (struct reach){ .low = S(""), .high = S("~"), .org = who->post.scope.org };
    return (struct reach){
        .low = who->post.scope.region,
        .high = str_fmt(cx->arena, "%.*s/", TEXT(who->post.scope.region)),
        .org = who->post.scope.org,
    };
}
