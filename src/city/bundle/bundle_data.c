/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_data.c — bundles and installations as rows and JSON. */
#include "base/arena.h"
#include "base/calendar.h"
#include "city/bundle/bundle_page.h"
#include "ground/job/job_text.h"

struct str
bundle_href(struct arena *a, struct str hash)
{
    return str_fmt(a, "/bundles/%.*s", TEXT(hash));
}

/* ---- words ---------------------------------------------------------------------------------- */

struct msg
bundle_kind_said(struct str word)
{
    enum bundle_kind kind;

    return bundle_kind_read(word, &kind) ? bundle_kind_label(kind) : MSG("{0}", word);
}

struct msg
bundle_state_said(const struct bundle *b)
{
    if (b->is_ours)
        return b->receipt_at.known ? MSG("sent, receipt is here") : MSG("sent, no receipt yet");
    return b->done_at.known ? MSG("received") : MSG("being taken in");
}

struct msg
bundle_change_said(enum bundle_change change)
{
    switch (change) {
    case BUNDLE_ADDED:   return MSG("new");
    case BUNDLE_CHANGED: return MSG("changed");
    case BUNDLE_GONE:    return MSG("no longer in it");
    default:             return MSG("as before");
    }
}

struct str
bundle_fault_said(struct arena *a, enum lang lang, struct str fault)
{
    const struct err *e = job_err_read(a, lang, fault);

    return e ? err_line(a, lang, e) : S("");
}

static const char *const change_words[] = { "kept", "added", "changed", "gone" };

static const char *
state_word(const struct bundle *b)
{
    if (b->is_ours)
        return b->receipt_at.known ? "confirmed" : "sent";
    return b->done_at.known ? "received" : "taking";
}

/* ---- lists ---------------------------------------------------------------------------------- */

static const struct column columns[] = {
    { "at",           { .id = N_("When") },         COLUMN_TEXT },
    { "state",        { .id = N_("State") },        COLUMN_TEXT },
    { "kind",         { .id = N_("What it carries") }, COLUMN_TEXT },
    { "region_code",  { .id = N_("Region (code)") }, COLUMN_TEXT },
    { "round",        { .id = N_("Evaluation") },   COLUMN_TEXT },
    { "stage",        { .id = N_("Stage") },        COLUMN_INT },
    { "nth",          { .id = N_("Number of the sending") }, COLUMN_INT },
    { "installation", { .id = N_("Installation") }, COLUMN_TEXT },
    { "bytes",        { .id = N_("Bytes") },        COLUMN_INT },
    { "sha256",       { .id = N_("Hash") },         COLUMN_TEXT },
    { "receipt_at",   { .id = N_("Receipt of") },   COLUMN_TEXT },
};

struct table
bundle_table(struct arena *a, const struct bundle_set *set)
{
    struct table t = table_in(a, columns, COUNT(columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct bundle *b = &set->row[i];
        struct str          *cell = table_row(&t);

        cell[0] = time_iso(a, b->at);
        cell[1] = str_of(state_word(b));
        cell[2] = b->kind;
        cell[3] = b->region_code;
        cell[4] = b->round;
        cell[5] = str_int(a, b->stage);
        cell[6] = str_int(a, b->nth);
        cell[7] = b->installation_code;
        cell[8] = str_int(a, b->bytes);
        cell[9] = b->sha256;
        cell[10] = b->receipt_at.known ? time_iso(a, b->receipt_at.n) : (struct str){ NULL, 0 };
    }
    return t;
}

static const struct column peer_columns[] = {
    { "code",        { .id = N_("Code") },          COLUMN_TEXT },
    { "name",        { .id = N_("Name of the installation") }, COLUMN_TEXT },
    { "region_code", { .id = N_("Region (code)") }, COLUMN_TEXT },
    { "url",         { .id = N_("Address (https://…)") }, COLUMN_TEXT },
    { "key",         { .id = N_("Public key") },    COLUMN_TEXT },
    { "digits",      { .id = N_("Digits of the key") }, COLUMN_TEXT },
    { "trusted_at",  { .id = N_("Trusted since") }, COLUMN_TEXT },
    { "ended_at",    { .id = N_("Trusted until") }, COLUMN_TEXT },
};

struct table
bundle_installation_table(struct arena *a, const struct bundle_installation_set *set)
{
    struct table t = table_in(a, peer_columns, COUNT(peer_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct bundle_installation *p = &set->row[i];
        struct str                       *cell = table_row(&t);

        cell[0] = p->code;
        cell[1] = p->name;
        cell[2] = p->region_code;
        cell[3] = p->url;
        cell[4] = p->public_key;
        cell[5] = bundle_fingerprint(a, p->public_key);
        cell[6] = time_iso(a, p->trusted_at);
        cell[7] = p->ended_at.known ? time_iso(a, p->ended_at.n) : (struct str){ NULL, 0 };
    }
    return t;
}

/* ---- one ------------------------------------------------------------------------------------ */

struct err *
bundle_record_get(struct cx *cx, struct str hash, struct bundle_record *r)
{
    TRY(bundle_get(cx, hash, &r->b));
    TRY(bundle_head_of(cx, &r->b, &r->head));
    TRY(bundle_differences_of(cx, &r->b, &r->differences));
    r->is_first = r->head.before.n == 0;
    r->fingerprint = bundle_fingerprint(cx->arena, r->b.public_key);
    return NULL;
}

static void
write_line(struct json *j, const struct bundle_difference *d)
{
    json_open(j, '{');
    json_str_at(j, "change", str_of(change_words[d->change]));
    json_str_at(j, "title", d->part->title);
    json_str_at(j, "name", d->part->name);
    json_int_at(j, "bytes", d->part->bytes);
    json_str_at(j, "sha256", d->part->sha256);
    json_close(j, '}');
}

void
bundle_record_json(struct json *j, const void *record)
{
    const struct bundle_record *r = record;

    json_open(j, '{');
    json_str_at(j, "sha256", r->b.sha256);
    json_str_at(j, "state", str_of(state_word(&r->b)));
    json_str_at(j, "kind", r->b.kind);
    json_str_at(j, "region_code", r->b.region_code);
    json_str_at(j, "round", r->b.round);
    json_int_at(j, "stage", r->b.stage);
    json_int_at(j, "nth", r->b.nth);
    json_str_at(j, "installation", r->b.installation_code);
    json_int_at(j, "bytes", r->b.bytes);
    json_str_at(j, "before", r->head.before);
    json_maybe_at(j, "receipt_at", r->b.receipt_at);
    json_str_at(j, "receipt", r->b.receipt_sha256);
    json_key(j, "parts");
    json_open(j, '[');
    for (size_t i = 0; i < r->differences.n; i++)
        write_line(j, &r->differences.row[i]);
    json_close(j, ']');
    json_close(j, '}');
}
