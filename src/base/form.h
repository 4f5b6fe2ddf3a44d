/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form.h — parse, don't validate: a form is a table, and what it lets through cannot be wrong.
 *
 * The same table reads a query string, a POST body and a command's flags, words the complaint,
 * draws the <form> (web/) and the help text (app/), and feeds the fuzzer. Pairs that the table does
 * not name are refused by commands and ignored by pages.
 */
#ifndef GUYUB_BASE_FORM_H
#define GUYUB_BASE_FORM_H

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/err.h"

enum field_kind {
    F_TEXT,             /* struct str, plain UTF-8, NFC, trimmed; min and max count code points */
    F_INT,              /* int64_t between min and max                                          */
    F_MONEY,            /* int64_t whole rupiah between min and max                             */
    F_DEC,              /* struct dec between min and max                                       */
    F_DATE,             /* struct date, whole                                                   */
    F_CHOICE,           /* int32_t, index into .choices                                         */
    F_FLAG,             /* bool: there or not                                                   */
};

struct choice { const char *value; const char *label; };   /* label: msgid, N_() marks it      */

struct field {
    const char          *name;
    enum field_kind      kind;
    size_t               offset;        /* in the form's struct                                 */
    size_t               size;          /* of the member; checked against the kind at start     */
    int64_t              min, max;
    bool                 required;      /* an absent optional field keeps the struct's default  */
    const struct choice *choices;       /* ends with a NULL value                               */
    const char          *label;         /* msgid, marked N_()                                   */
    const char          *hint;          /* msgid or NULL                                        */
    int32_t              personal;      /* class of personal data (ground/subject); 0: none     */
    bool                 secret;        /* a password or code: never shown again, kept or told  */
};

struct form { const struct field *field; size_t n; size_t size; };

#define FIELD(T, member, knd, ...)                                                            \
    { .name = #member, .kind = (knd), .offset = offsetof(T, member),                          \
      .size = sizeof(((T *)0)->member), __VA_ARGS__ }
#define FORM(T, fields) { .field = (fields), .n = COUNT(fields), .size = sizeof(T) }

struct pair { struct str name, value; };

enum { FORM_FAULTS_MAX = 32 };

/* `bare`: the text says "this", and where it stands alone the field is named before it. */
struct form_fault { const struct field *field; struct msg text; struct str given; bool bare; };

struct form_faults { struct form_fault fault[FORM_FAULTS_MAX]; size_t n; };

/* Fills `out` (form->size bytes, holding the defaults); collects every fault. */
void        form_read(struct arena *, const struct form *, const struct pair *, size_t n_pairs,
                      void *out, struct form_faults *);
/* The first fault as an error: INPUT, "form.refused", where: the field's name. NULL if none. */
struct err *form_err(struct arena *, const struct form_faults *);
/* A copy that begins with a fault of a field beside the form's, such as a file's; no text: none.
 * NULL has no faults. */
struct form_faults *form_faults_with(struct arena *, const struct field *, struct msg text,
                                     const struct form_faults *);

/* ---- a form's struct as texts: what drafts hold, the journal keeps and pages compare --------- */

/* Every field as if nothing had been given: text unknown, no date, a number outside its limits. */
void        form_clear(const struct form *, void *values);
/* What form_read would read the field from again: "2024-08-13", "3.310", a choice's word, "1" for a
 * flag. Unknown: nothing is given. */
struct str  form_text(struct arena *, const struct field *, const void *values);
/* All fields that hold something, as pairs; `out` has room for form->n. Returns how many. */
size_t      form_pairs(struct arena *, const struct form *, const void *values, struct pair *out);
/* The same for people: "13 Agustus 2024", "3,31", "Rp25.000.000", a choice's label. What cannot be
 * read as the field's kind (the form was another then) is shown as it stands; nothing: MSG_NONE. */
struct msg  form_shown(struct arena *, enum lang, const struct field *, struct str text);

/* One field in which two structs of a form differ; texts as form_text gives them. */
struct form_change { const struct field *field; struct str before, after; };

/* In the order of the form; `out` has room for form->n. A struct that is NULL holds nothing. */
size_t      form_changes(struct arena *, const struct form *, const void *before, const void *after,
                         struct form_change *out);

#endif
