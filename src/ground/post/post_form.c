/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_form.c — what the pages of posts ask, and how an error finds its field. */
#include "base/arena.h"
#include "ground/post/post_page.h"
#include "ground/post/post_view.h"

enum { DECREE_MAX = 100, WHY_MIN = 3, WHY_MAX = 500, PERSON_MAX = 100, CODE_MAX = 100 };

const struct choice post_kind_choices[] = {
#define X(name, word, label) { word, label },
    POSTS(X)
#undef X
    { NULL, NULL },
};

/* In the order of enum hold_as, as far as a post is given by who may give it. */
static const struct choice as_choices[] = {
    { "definitive", N_("definitive") },
    { "plt",        N_("Plt.: there is no definitive holder") },
    { "plh",        N_("Plh.: the definitive holder is away for some days") },
    { "pj",         N_("Pj.: appointed for the interim") },
    { NULL, NULL },
};

static const struct choice hand_choices[] = {
    { "definitive", N_("definitive") },
    { "plt",        N_("Plt.: there is no definitive holder") },
    { "pj",         N_("Pj.: appointed for the interim") },
    { NULL, NULL },
};

#define PERSON(T)                                                                            \
    FIELD(T, person, F_TEXT, .min = 1, .max = PERSON_MAX, .required = true,                  \
          .label = N_("Person"), .hint = N_("The login name, or # and the number that stands " \
                                            "in the list of people, such as #12."))
#define DECREE(T, ...)                                                                       \
    FIELD(T, decree, F_TEXT, .max = DECREE_MAX, .label = N_("Number of the decree"), __VA_ARGS__)
#define WHY(T)                                                                               \
    FIELD(T, why, F_TEXT, .min = WHY_MIN, .max = WHY_MAX, .required = true,                  \
          .label = N_("Reason"), .hint = N_("The journal keeps it with the decision."))

static const struct field new_fields[] = {
    FIELD(struct post_new_form, kind, F_CHOICE, .choices = post_kind_choices, .required = true,
          .label = N_("Kind")),
    FIELD(struct post_new_form, title, F_TEXT, .min = 4, .max = 150, .required = true,
          .label = N_("Title"),
          .hint = N_("In full, as decrees write it. Where there are several chairs, each has its "
                     "own, with a number.")),
    FIELD(struct post_new_form, region_code, F_TEXT, .max = 13, .label = N_("Region (code)"),
          .hint = N_("Such as 35.71. Empty: the nation, or the organisation's region.")),
    FIELD(struct post_new_form, org_code, F_TEXT, .max = 60, .label = N_("Organisation (code)"),
          .hint = N_("Only for posts of an organisation, such as 35.71-diskominfo.")),
};
const struct form post_new_form = FORM(struct post_new_form, new_fields);

static const struct field assign_fields[] = {
    PERSON(struct post_assign_form),
    FIELD(struct post_assign_form, as, F_CHOICE, .choices = as_choices, .required = true,
          .label = N_("Held as")),
    FIELD(struct post_assign_form, from, F_DATE, .required = true, .label = N_("First day")),
    FIELD(struct post_assign_form, to, F_DATE, .label = N_("Last day"),
          .hint = N_("Who acts and who audits has one; leave it empty for others.")),
    DECREE(struct post_assign_form, .hint = N_("Who acts needs one.")),
    WHY(struct post_assign_form),
};
const struct form post_assign_form = FORM(struct post_assign_form, assign_fields);

static const struct field lend_fields[] = {
    PERSON(struct post_lend_form),
    FIELD(struct post_lend_form, from, F_DATE, .required = true, .label = N_("First day")),
    FIELD(struct post_lend_form, to, F_DATE, .required = true, .label = N_("Last day"),
          .hint = N_("30 days at most.")),
    DECREE(struct post_lend_form, .hint = N_("If there is one.")),
    WHY(struct post_lend_form),
};
const struct form post_lend_form = FORM(struct post_lend_form, lend_fields);

static const struct field hand_fields[] = {
    PERSON(struct post_hand_form),
    FIELD(struct post_hand_form, as, F_CHOICE, .choices = hand_choices, .required = true,
          .label = N_("Held as")),
    FIELD(struct post_hand_form, on, F_DATE, .required = true,
          .label = N_("The successor's first day"),
          .hint = N_("The day before is the predecessor's last.")),
    FIELD(struct post_hand_form, until, F_DATE, .label = N_("Last day, of a Plt. or Pj.")),
    DECREE(struct post_hand_form, .required = true, .min = 1),
    WHY(struct post_hand_form),
};
const struct form post_hand_form = FORM(struct post_hand_form, hand_fields);

static const struct field end_fields[] = {
    FIELD(struct post_end_form, last_day, F_DATE, .required = true, .label = N_("Last day"),
          .hint = N_("A day before today ends it at once.")),
    WHY(struct post_end_form),
};
const struct form post_end_form = FORM(struct post_end_form, end_fields);

static const struct field invite_fields[] = {
    FIELD(struct post_invite_form, name, F_TEXT, .min = 2, .max = 100, .required = true,
          .label = N_("Name"), .hint = N_("As it stands in decrees."),
          .personal = PERSONAL_NAME),
    FIELD(struct post_invite_form, login, F_TEXT, .min = 3, .max = 100, .required = true,
          .label = N_("Login name"), .hint = N_("Letters, digits and . _ - + @"),
          .personal = PERSONAL_LOGIN),
    FIELD(struct post_invite_form, email, F_TEXT, .max = 254, .label = N_("Email"),
          .personal = PERSONAL_EMAIL),
    FIELD(struct post_invite_form, phone, F_TEXT, .max = 40, .label = N_("Telephone"),
          .personal = PERSONAL_PHONE),
    FIELD(struct post_invite_form, post, F_TEXT, .min = 2, .max = CODE_MAX, .required = true,
          .label = N_("Post (code)"), .hint = N_("The first post of this person.")),
    FIELD(struct post_invite_form, from, F_DATE, .required = true, .label = N_("First day")),
    FIELD(struct post_invite_form, to, F_DATE, .label = N_("Last day"),
          .hint = N_("Who audits has one; leave it empty for others.")),
    DECREE(struct post_invite_form, .hint = N_("If there is one.")),
    WHY(struct post_invite_form),
};
const struct form post_invite_form = FORM(struct post_invite_form, invite_fields);

static const struct field why_fields[] = { WHY(struct post_why_form) };
const struct form post_why_form = FORM(struct post_why_form, why_fields);

static const struct field erase_fields[] = {
    WHY(struct post_erase_form),
    FIELD(struct post_erase_form, understood, F_FLAG,
          .label = N_("I have read what this means, and want it")),
};
const struct form post_erase_form = FORM(struct post_erase_form, erase_fields);

static const struct field act_fields[] = {
    FIELD(struct post_act_form, post_id, F_INT, .min = 1, .max = INT64_MAX, .required = true,
          .label = N_("Post")),
    FIELD(struct post_act_form, to, F_TEXT, .max = 1000, .label = N_("Page to go back to")),
};
const struct form post_act_form = FORM(struct post_act_form, act_fields);

/* ---- who is meant ---------------------------------------------------------------------------- */

/* A number counts within reach, where the list shows it: who counts up finds nobody's name. */
static struct err *
find_number(struct cx *cx, struct str text, struct identity_account_id *id, bool *found)
{
    struct post_person row;

    *found = str_starts(text, S("#")) && str_int64(str_part(text, 1, text.n), &id->n);
    if (!*found)
        return NULL;
    return post_person_in_reach(cx, reach_of(cx, MAY_READ_WORK), id->n, &row, found);
}

struct err *
post_person_of(struct cx *cx, struct str text, struct identity_account_id *id)
{
    bool found;

    TRY(find_number(cx, text, id, &found));
    if (!found)
        TRY(identity_find(cx, text, id, &found));
    return found ? NULL : post_no_account(cx);
}

/* ---- the page -------------------------------------------------------------------------------- */

struct err *
post_form_take(struct cx *cx, struct post_form_page *page, struct err *e)
{
    if (!e || e->where.n == 0 || e->kind == ERR_BROKEN || page->faults.n == FORM_FAULTS_MAX)
        return e;
    for (size_t i = 0; i < page->form->n; i++) {
        const struct field *f = &page->form->field[i];
        struct msg          text = e->text;

        if (!str_eq(str_of(f->name), e->where))
            continue;
        if (msg_is(e->hint))
            text = MSG("{0} {1}", msg_text(cx->arena, cx->lang, e->text),
                       msg_text(cx->arena, cx->lang, e->hint));
        page->status = err_status(e);
        page->faults.fault[page->faults.n++] = (struct form_fault){ .field = f, .text = text };
        return NULL;
    }
    return e;
}

void
post_form_reply(struct cx *cx, struct reply *rp, struct post_form_page *page)
{
    struct view      v = view_in(cx->arena, cx->lang);
    struct form_draw draw = {
        .form = page->form, .action = page->action, .posts = true, .values = page->values,
        .faults = &page->faults, .button = page->button,
    };

    post_form_view(&v, page, &draw);
    reply_page(rp, page->title, &v);
    if (page->faults.n > 0)
        rp->status = page->status ? page->status : 400;
}
