/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/document/document_rule.h"

#include "base/utf8.h"

/* ---- who sees ------------------------------------------------------------------------------- */

const struct choice sensitivities[] = {
    [SENSITIVITY_PUBLIC]     = { "public",     N_("public: everybody") },
    [SENSITIVITY_INTERNAL]   = { "internal",   N_("internal: who works there") },
    [SENSITIVITY_RESTRICTED] = { "restricted", N_("restricted: its organisation, and who "
                                                  "must examine it") },
    { NULL, NULL },
};

bool
sensitivity_of(struct str word, enum sensitivity *out)
{
    for (size_t i = 0; sensitivities[i].value; i++)
        if (str_eq(word, str_of(sensitivities[i].value))) {
            *out = (enum sensitivity)i;
            return true;
        }
    return false;
}

bool
document_is_seen(enum sensitivity s, struct document_reader r)
{
    switch (s) {
    case SENSITIVITY_PUBLIC:     return true;
    case SENSITIVITY_INTERNAL:   return r.works || r.is_of_owner;
    case SENSITIVITY_RESTRICTED: return r.is_of_owner || r.reads_restricted;
    }
    return false;
}

/* ---- how long it holds ---------------------------------------------------------------------- */

enum validity
validity_on(struct date from, struct date to, struct date day, struct date next)
{
    if (to.year != 0 && date_cmp(to, day) < 0)
        return VALIDITY_OVER;
    if (from.year != 0 && date_cmp(from, day) > 0)
        return VALIDITY_NOT_YET;
    if (to.year != 0 && next.year != 0 && date_cmp(to, next) < 0)
        return VALIDITY_ENDS;
    return VALIDITY_HOLDS;
}

/* ---- numbers in names ----------------------------------------------------------------------- */

enum { LETTER_BASE = ITEM_PART_MAX + 1 };       /* 'a' as a part; no number is as large */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }

/* Letters beyond ASCII are letters too. */
static bool
goes_on(struct str s, size_t at)
{
    return at < s.n && (is_digit(s.p[at]) || is_letter(s.p[at]) || (s.p[at] & 0x80));
}

/* One part at `at`: up to three digits, or one letter if `letter`; nothing may stick to it. */
static bool
part_at(struct str s, size_t at, bool letter, uint16_t *part, size_t *end)
{
    uint16_t n = 0;
    size_t   i = at;

    while (i < s.n && is_digit(s.p[i]) && i - at < 3)
        n = (uint16_t)(n * 10 + (s.p[i++] - '0'));
    if (i == at && letter && i < s.n && is_letter(s.p[i]))
        n = (uint16_t)(LETTER_BASE + ((s.p[i++] | 0x20) - 'a'));
    *part = n;
    *end = i;
    return i > at && !goes_on(s, i);
}

/* The number that begins at `at`, as far as it goes with one separator; n 0: none. */
static struct item_number
number_at(struct str s, size_t at, size_t *end)
{
    struct item_number number = { .n = 0 };
    char               separator = 0;

    *end = at;
    while (number.n < ITEM_LEVELS_MAX
           && part_at(s, at, number.n > 0, &number.part[number.n], end)) {
        number.n++;
        if (*end >= s.n || !is_separator(s.p[*end]) || (separator && s.p[*end] != separator))
            return number;
        separator = s.p[*end];
        at = *end + 1;
    }
    if (number.n > 0)
        *end = at - 1;
    return number;
}

bool
item_number_of(struct str s, struct item_number *out)
{
    size_t end;

    *out = number_at(s, 0, &end);
    return out->n > 0 && end == s.n;
}

static bool
same(const struct item_number *a, const struct item_number *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->part[i] != b->part[i])
            return false;
    return true;
}

struct items { const struct item_number *row; size_t n; };

static bool
find(const struct items *items, const struct item_number *number, size_t *at)
{
    for (size_t i = 0; number->n > 0 && i < items->n; i++)
        if (same(&items->row[i], number)) {
            *at = i;
            return true;
        }
    return false;
}

/* ---- paths ---------------------------------------------------------------------------------- */

static struct str
last_part(struct str path, struct str *before)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/' && path.p[at - 1] != '\\')
        at--;
    *before = str_part(path, 0, at > 0 ? at - 1 : 0);
    return str_part(path, at, path.n - at);
}

static bool
same_letters(struct str a, const char *lower)
{
    struct str b = str_of(lower);

    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if ((is_letter(a.p[i]) ? a.p[i] | 0x20 : a.p[i]) != b.p[i])
            return false;
    return true;
}

/* Behind a word for "item" and what stands between: "Butir 3.2", "No. 3.2", "item_3.2". */
static size_t
behind_word(struct str s)
{
    static const char *const word[] = { "item", "butir", "no", "nomor", "indikator", "bukti",
                                        "kriteria", "pertanyaan" };
    size_t at = 0;

    while (at < s.n && is_letter(s.p[at]))
        at++;
    for (size_t i = 0; i < COUNT(word); i++) {
        if (!same_letters(str_part(s, 0, at), word[i]))
            continue;
        while (at < s.n && (is_separator(s.p[at]) || s.p[at] == ' '))
            at++;
        return at;
    }
    return 0;
}

/* Without what ends it: "3.2.1.pdf" has no part "pdf", but a letter could be one ("3.2.c"). */
static struct str
without_ending(struct str name)
{
    size_t at = name.n;

    while (at > 0 && name.p[at - 1] != '.' && name.n - at < 5)
        at--;
    if (at < 2 || name.p[at - 1] != '.' || at == name.n)
        return name;
    for (size_t i = at; i < name.n; i++)
        if (is_letter(name.p[i]) && name.n - at > 1)
            return str_part(name, 0, at - 1);
    return name;
}

static struct item_number
number_of_name(struct str name)
{
    struct str s = str_trim(name);
    size_t     end;

    while (s.n > 0 && (s.p[0] == '(' || s.p[0] == '['))
        s = str_part(s, 1, s.n - 1);
    return number_at(s, behind_word(s), &end);
}

static bool
is_system(struct str path, struct str name)
{
    return name.n == 0 || str_starts(path, S("__MACOSX/")) || str_starts(name, S("._"))
        || str_starts(name, S("~$")) || same_letters(name, "thumbs.db")
        || same_letters(name, "desktop.ini") || same_letters(name, ".ds_store");
}

/* ---- folders -------------------------------------------------------------------------------- */

enum { FOLDERS_MAX = 32 };

static bool
joined(struct item_number a, const struct item_number *b, struct item_number *out)
{
    if (a.n == 0 || b->n == 0 || a.n + b->n > ITEM_LEVELS_MAX)
        return false;
    for (size_t i = 0; i < b->n; i++)
        a.part[a.n++] = b->part[i];
    *out = a;
    return true;
}

static bool
begins_with(const struct item_number *whole, const struct item_number *part)
{
    struct item_number head = *whole;

    if (head.n < part->n)
        return false;
    head.n = part->n;
    return same(&head, part);
}

/* What the folders say: 3/3.2/3.2.1 and 3/2/1 both come to 3.2.1; n 0: nothing. `said` is the
 * number of the deepest numbered folder by itself. */
static struct item_number
number_of_folders(struct str path, struct item_number *said)
{
    struct item_number way[FOLDERS_MAX], sum = { .n = 0 };
    size_t             n = 0;

    while (path.n > 0 && n < FOLDERS_MAX) {
        way[n] = number_of_name(last_part(path, &path));
        n += way[n].n > 0;
    }
    *said = n > 0 ? way[0] : sum;
    for (; n > 0; n--)
        if (begins_with(&way[n - 1], &sum) || !joined(sum, &way[n - 1], &sum))
            sum = way[n - 1];
    return sum;
}

/* ---- matching ------------------------------------------------------------------------------- */

static struct match
match_of(enum match_kind kind, enum match_why why, size_t item)
{
    return (struct match){ .kind = kind, .why = why, .item = item };
}

/* Whether a number may begin at `at`, and is not the rest of a word, a date or another number. */
static bool
begins_at(struct str s, size_t at)
{
    if (goes_on(s, at - 1))
        return false;
    return at < 2 || !is_separator(s.p[at - 1]) || !is_digit(s.p[at - 2]);
}

/* One number of at least two parts inside of the name, if it is an item's. */
static struct match
match_inside(const struct items *items, struct str name)
{
    struct match found = match_of(MATCH_NONE, MATCH_NO_NUMBER, 0);

    for (size_t at = 1, end; at < name.n; at = end > at ? end : at + 1) {
        struct item_number number = begins_at(name, at) ? number_at(name, at, &end)
                                                        : (struct item_number){ .n = 0 };
        size_t             item;

        if (number.n == 0)
            end = at;
        if (number.n < 2 || !find(items, &number, &item))
            continue;
        if (found.kind == MATCH_DOUBT && found.item != item)
            return match_of(MATCH_NONE, MATCH_SEVERAL, 0);
        found = match_of(MATCH_DOUBT, MATCH_INSIDE, item);
    }
    return found;
}

/* The longest beginning of the number that is an item's, if not the whole is. */
static struct match
match_shortened(const struct items *items, struct item_number number)
{
    size_t item;

    for (number.n--; number.n > 1; number.n--)
        if (find(items, &number, &item))
            return match_of(MATCH_DOUBT, MATCH_SHORTENED, item);
    return match_of(MATCH_NONE, MATCH_NO_ITEM, 0);
}

/* The name has a number, and lies in folders that say `of` (n 0: nothing). */
static struct match
match_named(const struct items *items, const struct item_number *number,
            const struct item_number *of)
{
    struct item_number both;
    size_t             own, together, folder;
    bool               is_own = find(items, number, &own);
    bool               is_both = joined(*of, number, &both) && find(items, &both, &together);

    if (is_own && (of->n == 0 || begins_with(number, of)))
        return match_of(MATCH_SURE, MATCH_NAME, own);
    if (is_own && is_both)
        return match_of(MATCH_DOUBT, MATCH_EITHER, together);
    if (is_both)
        return match_of(MATCH_SURE, MATCH_JOINED, together);
    if (number->n == 1 && find(items, of, &folder))     /* the nth of the files of that folder */
        return match_of(is_own ? MATCH_DOUBT : MATCH_SURE, is_own ? MATCH_DIFFERS : MATCH_FOLDER,
                        folder);
    if (is_own)
        return match_of(MATCH_DOUBT, MATCH_DIFFERS, own);
    return match_shortened(items, *number);
}

struct match
document_match(const struct item_number *item, size_t n_items, struct str path)
{
    struct items       items = { item, n_items };
    struct str         folders, name = last_part(path, &folders);
    struct item_number said, of = number_of_folders(folders, &said);
    struct item_number number = number_of_name(without_ending(name));
    size_t             at;

    if (is_system(path, name))
        return match_of(MATCH_PASSED, MATCH_SYSTEM, 0);
    if (!find(&items, &of, &at) && find(&items, &said, &at))
        of = said;
    if (number.n > 0)
        return match_named(&items, &number, &of);
    if (find(&items, &of, &at))
        return match_of(MATCH_SURE, MATCH_FOLDER, at);
    struct match inside = match_inside(&items, without_ending(name));

    if (inside.why == MATCH_NO_NUMBER && of.n > 0)
        inside.why = MATCH_NO_ITEM;
    return inside;
}

struct msg
match_text(enum match_why why)
{
    static const char *const text[] = {
#define X(name, text) text,
        MATCHES(X)
#undef X
    };

    return (struct msg){ .id = text[why] };
}

struct str
document_name_of(struct str path)
{
    enum { NAME_MAX = 200 };
    struct str before, name = str_trim(last_part(path, &before));

    return name.n > 0 && name.n <= NAME_MAX && utf8_is_plain(name) ? name : S("berkas");
}

/* ---- pieces of an arriving file ------------------------------------------------------------- */

struct piece_fit
piece_fit(int64_t have, int64_t total, int64_t from, int64_t n)
{
    if (from < 0 || n <= 0 || from > total || n > total - from)
        return (struct piece_fit){ .kind = PIECE_BEYOND };
    if (from > have)
        return (struct piece_fit){ .kind = PIECE_GAP };
    if (from + n <= have)
        return (struct piece_fit){ .kind = PIECE_KNOWN };
    return (struct piece_fit){ .kind = PIECE_ADDS, .skip = have - from, .take = from + n - have };
}
