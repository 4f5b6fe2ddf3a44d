/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_read.c — posts and those who hold them, as far as the reader's post reaches. */
#include "base/arena.h"
#include "ground/post/post_part.h"

enum { PAGE_ROWS = 100 };

/* The name of then; unknown when the person was erased. */
static struct err *
name_of(struct cx *cx, struct subject_value_id id, struct str *name)
{
    *name = (struct str){ 0 };
    return id.n ? subject_get(cx, id, name) : NULL;
}

/* ---- a list ---------------------------------------------------------------------------------- */

static struct err *
holder_of_page(struct cx *cx, const struct post_page_hold *r, struct date today,
               struct post_holder *h)
{
    struct post_holding days = { .from = date_of_iso(r->from_day), .to = date_of_iso(r->to_day) };

    *h = (struct post_holder){ .account = r->account_id, .from = days.from, .to = days.to,
                               .now = post_holds_on(&days, today) };
    hold_as_of_word(r->hold_as, &h->as);
    return name_of(cx, r->name_value_id, &h->name);
}

/* The holds come in order of post; those of one post stand together. */
static struct err *
add_holders(struct cx *cx, struct post_list *list, const struct post_page_hold *row, size_t n)
{
    for (size_t i = 0; i < list->n; i++) {
        struct post_line *line = &list->row[i];
        struct date       today = post_day(line->post.region_code, cx->now_s);
        size_t            first = 0, end;

        while (first < n && row[first].post_id.n != line->post.id.n)
            first++;
        for (end = first; end < n && row[end].post_id.n == line->post.id.n; end++)
            ;
        line->now = NEWS(cx->arena, struct post_holder, end - first);
        for (size_t k = first; k < end; k++) {
            TRY(holder_of_page(cx, &row[k], today, &line->now[line->n_now]));
            line->n_now += line->now[line->n_now].now;
        }
    }
    return NULL;
}

/* Codes of what lies within a region, itself among it: from `low` to before `high`. */
static struct err *
range_of(struct cx *cx, struct str within, struct str *low, struct str *high)
{
    struct region region;

    *low = S("");
    *high = S("~");
    if (within.n == 0)
        return NULL;
    TRY(region_get(cx, within, &region));
    *low = region.code;
    *high = str_fmt(cx->arena, "%.*s/", TEXT(region.code));
    return NULL;
}

struct err *
post_list_of(struct cx *cx, struct post_filter f, struct post_list *list)
{
    struct reach           reach = reach_of(cx, MAY_READ_WORK);
    struct post_page_in    page = { .after = f.after, .most = f.most ? f.most : PAGE_ROWS };
    struct post_page_hold *hold;
    struct post           *post;
    struct post_total      total;
    size_t                 n_holds;
    bool                   found;

    *list = (struct post_list){ 0 };
    page.kind = f.kind == POST_NONE ? S("") : post_kind_word(f.kind);
    page.day = date_iso(cx->arena, post_day(S(""), cx->now_s));
    TRY(range_of(cx, f.within, &page.low, &page.high));
    TRY(post_page(cx, reach, &page, &post, &list->n));
    TRY(post_page_holds(cx, reach, &(struct post_page_holds_in){
        .kind = page.kind, .low = page.low, .high = page.high, .day = page.day,
        .after = page.after, .most = page.most }, &hold, &n_holds));
    TRY(post_page_total(cx, reach, page.day, page.kind, page.low, page.high, &total, &found));
    list->total = total.n;
    list->row = NEWS(cx->arena, struct post_line, list->n);
    for (size_t i = 0; i < list->n; i++)
        list->row[i].post = post[i];
    return add_holders(cx, list, hold, n_holds);
}

/* ---- one post -------------------------------------------------------------------------------- */

static struct err *
holder_of(struct cx *cx, const struct post_hold_row *r, struct date today, struct post_holder *h)
{
    struct post_holding days = post_holding_of(r);

    *h = (struct post_holder){
        .id = r->id, .follows = r->follows, .account = r->account_id, .decree = r->decree,
        .as = days.as, .from = days.from, .to = days.to, .ended = days.ended,
        .now = post_holds_on(&days, today), .moved = r->moved,
    };
    return name_of(cx, r->name_value_id, &h->name);
}

struct err *
post_record_get(struct cx *cx, struct str code, struct post_record *r)
{
    struct post post;

    TRY(post_get(cx, code, &post));
    return post_record_find(cx, code, r);
}

struct err *
post_record_find(struct cx *cx, struct str code, struct post_record *r)
{
    struct post_book book;

    *r = (struct post_record){ 0 };
    TRY(post_find(cx, code, &r->post));
    TRY(post_book_of(cx, r->post.id, &book));
    r->n = book.n;
    r->holder = NEWS(cx->arena, struct post_holder, book.n);
    for (size_t i = 0; i < book.n; i++)
        TRY(holder_of(cx, &book.row[i], book.today, &r->holder[i]));
    return NULL;
}

/* ---- people ---------------------------------------------------------------------------------- */

static struct err *
posts_of(struct cx *cx, struct post_one *one)
{
    struct post_person_hold *row;
    size_t                   n;

    TRY(post_person_holds(cx, one->account, &row, &n));
    one->post = NEWS(cx->arena, struct post_person_post, n);
    for (size_t i = 0; i < n; i++) {
        struct post_holding      days = {
            .from = date_of_iso(row[i].from_day), .to = date_of_iso(row[i].to_day),
            .ended = row[i].ended_at.known,
        };
        struct post_person_post *p = &one->post[one->n++];

        *p = (struct post_person_post){
            .code = row[i].code, .title = row[i].title, .from = days.from, .to = days.to,
            .now = post_holds_on(&days, post_day(row[i].region_code, cx->now_s)),
        };
        hold_as_of_word(row[i].hold_as, &p->as);
    }
    return NULL;
}

static struct err *
one_of(struct cx *cx, const struct post_person *r, struct post_one *one)
{
    *one = (struct post_one){ .account = r->id, .subject = r->subject_id, .state = r->state };
    TRY(name_of(cx, r->name_value_id, &one->name));
    return posts_of(cx, one);
}

struct err *
post_people_of(struct cx *cx, int64_t after, int64_t most, struct post_people_list *list)
{
    struct reach        reach = reach_of(cx, MAY_READ_PERSON);
    struct post_person *row;
    struct post_total   total;
    bool                found;

    *list = (struct post_people_list){ 0 };
    TRY(post_people(cx, reach, most ? most : PAGE_ROWS, after, &row, &list->n));
    TRY(post_people_total(cx, reach, &total, &found));
    list->total = total.n;
    list->row = NEWS(cx->arena, struct post_one, list->n);
    for (size_t i = 0; i < list->n; i++)
        TRY(one_of(cx, &row[i], &list->row[i]));
    return NULL;
}

struct err *
post_one_get(struct cx *cx, struct identity_account_id id, struct post_one *one)
{
    struct post_person row;
    bool               found;

    TRY(post_person_in_reach(cx, reach_of(cx, MAY_READ_PERSON), id.n, &row, &found));
    if (!found)
        return err_of(cx->arena, (struct err){
            .kind = ERR_MISSING, .code = "post.person",
            .text = MSG("Nobody within your reach has this account."),
            .hint = MSG("Look the person up in the list of people."),
        });
    return one_of(cx, &row, one);
}
