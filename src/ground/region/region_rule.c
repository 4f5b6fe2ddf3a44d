/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_rule.c — rules only: no clock, no SQL, no HTTP; see region_rule.h. */
#include "ground/region/region_rule.h"

#include <assert.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/edit.h"
#include "base/utf8.h"

/* ---- kinds and codes ------------------------------------------------------------------------ */

static const struct { const char *word; int32_t level; const char *label; } region_kinds[] = {
    [REGION_KIND_NONE] = { NULL, 0, NULL },
#define X(name, word, level, label) [REGION_##name] = { word, level, label },
    REGION_KINDS(X)
#undef X
};

struct str
region_kind_word(enum region_kind kind)
{
    assert(kind > REGION_KIND_NONE && kind < COUNT(region_kinds));
    return str_of(region_kinds[kind].word);
}

enum region_kind
region_kind_of_word(struct str word)
{
    for (enum region_kind kind = REGION_PROVINCE; kind < COUNT(region_kinds); kind++)
        if (str_eq(word, str_of(region_kinds[kind].word)))
            return kind;
    return REGION_KIND_NONE;
}

int32_t
region_kind_level(enum region_kind kind)
{
    assert(kind > REGION_KIND_NONE && kind < COUNT(region_kinds));
    return region_kinds[kind].level;
}

struct msg
region_kind_label(struct str word)
{
    enum region_kind kind = region_kind_of_word(word);

    assert(kind != REGION_KIND_NONE);
    return (struct msg){ .id = region_kinds[kind].label };
}

enum region_step
region_step_of(struct str word)
{
    return (enum region_step)(region_kind_level(region_kind_of_word(word)) - 1);
}

/* '9' stands for a digit. A province's first digit is its group of islands and never 0. */
static const char region_code_shape[REGION_CODE_MAX + 1] = "99.99.99.9999";
static const size_t region_code_length[REGION_LEVEL_MAX + 1] = { 0, 2, 5, 8, 13 };

int32_t
region_code_level(struct str code)
{
    int32_t level = 1;

    while (level <= REGION_LEVEL_MAX && region_code_length[level] != code.n)
        level++;
    if (level > REGION_LEVEL_MAX || code.p[0] == '0')
        return 0;
    for (size_t i = 0; i < code.n; i++) {
        bool is_digit = code.p[i] >= '0' && code.p[i] <= '9';

        if (region_code_shape[i] == '9' ? !is_digit : code.p[i] != region_code_shape[i])
            return 0;
    }
    return level;
}

bool
region_code_is_valid(struct str code)
{
    return region_code_level(code) > 0;
}

struct str
region_code_parent(struct str code)
{
    int32_t level = region_code_level(code);

    assert(level > 0);
    if (level == 1)
        return (struct str){ NULL, 0 };
    return str_part(code, 0, region_code_length[level - 1]);
}

bool
region_code_is_below(struct str code, struct str above)
{
    return code.n > above.n && str_starts(code, above) && code.p[above.n] == '.';
}

static enum region_kind
region_village_kind(char first_digit)
{
    switch (first_digit) {
    case '1':
        return REGION_KELURAHAN;
    case '2':
    case '3':
        return REGION_DESA;
    default:
        return REGION_KIND_NONE;
    }
}

enum region_kind
region_kind_of_code(struct str code)
{
    switch (region_code_level(code)) {
    case 1:
        return REGION_PROVINCE;
    case 2:
        return str_cmp(str_part(code, 3, 2), S("71")) >= 0 ? REGION_CITY : REGION_REGENCY;
    case 3:
        return REGION_DISTRICT;
    case 4:
        return region_village_kind(code.p[9]);
    default:
        return REGION_KIND_NONE;
    }
}

/* Capitals and small letters of ASCII; what is beyond stays as it is. */
static char
letter_up(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static char
letter_down(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Sources write the word for the kind in capitals, people do not. `word` is in capitals. */
static bool
begins_with_word(struct str name, struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (i == name.n || letter_up(name.p[i]) != word.p[i])
            return false;
    return true;
}

enum region_kind
region_kind_of(struct str code, struct str raw_name)
{
    enum region_kind kind = region_kind_of_code(code);
    bool             says_regency = begins_with_word(raw_name, S("KABUPATEN "))
                                 || begins_with_word(raw_name, S("KAB. "));

    if (kind == REGION_CITY && !begins_with_word(raw_name, S("KOTA ")))
        return REGION_KIND_NONE;
    if (kind == REGION_REGENCY && !says_regency)
        return REGION_KIND_NONE;
    return kind;
}

/* ---- names ---------------------------------------------------------------------------------- */

/*
 * Names whose form no rule can know: capitals hide hyphens, and the decree's editions differ in
 * spaces.
 */
static const struct { const char *raw, *name; } region_name_exceptions[] = {
    { "KOTA TANJUNG BALAI",         "Kota Tanjungbalai"        },
    { "KOTA PADANG SIDEMPUAN",      "Kota Padangsidimpuan"     },
    { "KABUPATEN MUKO MUKO",        "Kabupaten Mukomuko"       },
    { "KABUPATEN TOLI TOLI",        "Kabupaten Toli-Toli"      },
    { "KABUPATEN TOJO UNA UNA",     "Kabupaten Tojo Una-Una"   },
    { "KABUPATEN FAK FAK",          "Kabupaten Fakfak"         },
    { "KOTA BAU BAU",               "Kota Baubau"              },
    { "KOTA PALANGKARAYA",          "Kota Palangka Raya"       },
    { "KI'E",                       "Ki'e"                     },
};

/* Words of names in capitals that are not simply given one capital. */
static const struct { const char *raw, *word; } region_name_words[] = {
    { "DKI",  "DKI"       }, { "DAN",  "dan"          }, { "DI",  "DI" }, { "KAB.", "Kabupaten" },
    { "KEP.", "Kepulauan" }, { "ADM.", "Administrasi" }, { "KEC.", "Kecamatan" },
};

static bool
is_roman_number(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] != 'I' && word.p[i] != 'V' && word.p[i] != 'X')
            return false;
    return word.n > 0;
}

/* One capital at the start and after each hyphen: "TOLI-TOLI" is "Toli-Toli", "KI'E" is "Ki'e". */
static void
region_add_capitalised(struct buf *out, struct str word)
{
    for (size_t i = 0; i < word.n; i++) {
        bool first = i == 0 || word.p[i - 1] == '-';

        buf_byte(out, first ? letter_up(word.p[i]) : letter_down(word.p[i]));
    }
}

static void
region_add_word(struct buf *out, struct str word)
{
    for (size_t i = 0; i < COUNT(region_name_words); i++)
        if (str_eq(word, str_of(region_name_words[i].raw))) {
            buf_add(out, str_of(region_name_words[i].word));
            return;
        }
    if (is_roman_number(word))
        buf_add(out, word);
    else
        region_add_capitalised(out, word);
}

/* Takes the first word off `rest`, whatever the number of spaces before it. */
static bool
next_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    return rest->n > 0 && (str_cut(*rest, ' ', word, rest), true);
}

/* As the source has it, but with one space between words and a capital in front. */
static void
region_add_as_is(struct buf *out, struct str word)
{
    buf_byte(out, out->n == 0 ? letter_up(word.p[0]) : word.p[0]);
    buf_add(out, str_part(word, 1, word.n - 1));
}

struct str
region_name_of(struct arena *a, enum region_kind kind, struct str raw)
{
    struct buf out = buf_in(a, 4 * raw.n + 64);
    struct str rest = raw, word;

    for (size_t i = 0; i < COUNT(region_name_exceptions); i++)
        if (str_eq(str_trim(raw), str_of(region_name_exceptions[i].raw)))
            return str_of(region_name_exceptions[i].name);
    while (next_word(&rest, &word)) {
        if (out.n > 0)
            buf_byte(&out, ' ');
        if (region_kind_level(kind) <= 2)
            region_add_word(&out, word);
        else
            region_add_as_is(&out, word);
    }
    return buf_str(&out);
}

struct str
region_name_folded(struct arena *a, enum region_kind kind, struct str name)
{
    struct str folded = utf8_fold(a, name);
    struct str word = kind == REGION_CITY ? S("kota ") : S("kabupaten ");

    if (kind != REGION_CITY && kind != REGION_REGENCY)
        return folded;
    if (str_starts(folded, word))
        folded = str_part(folded, word.n, folded.n);
    if (str_starts(folded, S("administrasi ")))
        folded = str_part(folded, 13, folded.n);
    return folded;
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct str
region_mend_quotes(struct arena *a, struct str csv)
{
    char *p = NEWS(a, char, csv.n + 1);

    for (size_t i = 0; i < csv.n; i++) {
        bool inside = i > 0 && i + 1 < csv.n && is_letter(csv.p[i - 1]) && is_letter(csv.p[i + 1]);

        p[i] = csv.p[i] == '"' && inside ? '\'' : csv.p[i];
    }
    return (struct str){ p, csv.n };
}

/* ---- points --------------------------------------------------------------------------------- */

static bool
is_between(struct dec low, struct dec d, struct dec high)
{
    return dec_cmp(low, d) <= 0 && dec_cmp(d, high) <= 0;
}

static struct dec
tenths(int32_t n)
{
    return (struct dec){ .units = n, .scale = 1 };
}

bool
region_point_is_here(struct dec latitude, struct dec longitude)
{
    return is_between(tenths(-111), latitude, tenths(61))
        && is_between(tenths(949), longitude, tenths(1411));
}

/* ---- what a person asks --------------------------------------------------------------------- */

static const struct { const char *word; enum region_kind kind; } region_hints[] = {
    { "provinsi",  REGION_PROVINCE  }, { "propinsi",  REGION_PROVINCE  },
        { "prov",      REGION_PROVINCE },
    { "kabupaten", REGION_REGENCY   }, { "kab",       REGION_REGENCY   },
    { "kota",      REGION_CITY      }, { "kotamadya", REGION_CITY      },
        { "kodya",     REGION_CITY     },
    { "kecamatan", REGION_DISTRICT  }, { "kec",       REGION_DISTRICT  },
    { "kelurahan", REGION_KELURAHAN }, { "kel",       REGION_KELURAHAN },
    { "desa",      REGION_DESA      }, { "ds",        REGION_DESA      },
};

/* Short forms that people write in the middle of names. */
static const struct { const char *word, *full; } region_short_forms[] = {
    { "kep", "kepulauan" }, { "tj", "tanjung" }, { "tjg", "tanjung" },
};

static enum region_kind
region_hint_of(struct str word)
{
    for (size_t i = 0; i < COUNT(region_hints); i++)
        if (str_eq(word, str_of(region_hints[i].word)))
            return region_hints[i].kind;
    return REGION_KIND_NONE;
}

static struct str
region_full_form(struct str word)
{
    for (size_t i = 0; i < COUNT(region_short_forms); i++)
        if (str_eq(word, str_of(region_short_forms[i].word)))
            return str_of(region_short_forms[i].full);
    return word;
}

/* "Kota Administrasi Jakarta Pusat": names are kept without it, so it is not asked for either. */
static bool
region_word_is_empty(struct str word)
{
    return str_eq(word, S("administrasi")) || str_eq(word, S("adm"));
}

static void
region_question_words(struct region_question *q, bool with_hints)
{
    struct region_word next = { 0 };
    struct str         rest = q->all, word;

    q->n = 0;
    while (q->n < REGION_WORDS_MAX && next_word(&rest, &word)) {
        enum region_kind hint = with_hints ? region_hint_of(word) : REGION_KIND_NONE;

        if (hint != REGION_KIND_NONE) {
            next.hint = hint;
            next.hint_text = word;
            continue;
        }
        if (with_hints && region_word_is_empty(word))
            continue;
        next.text = region_full_form(word);
        q->word[q->n++] = next;
        next = (struct region_word){ 0 };
    }
    if (q->n > 0 && q->word[0].hint == REGION_KIND_NONE) {      /* "kediri kota" */
        q->word[0].hint = next.hint;
        q->word[0].hint_text = next.hint_text;
    }
}

void
region_question_of(struct arena *a, struct str text, struct region_question *q)
{
    size_t n = text.n < REGION_QUESTION_MAX ? text.n : REGION_QUESTION_MAX;

    while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;                                    /* a cut falls between letters */
    *q = (struct region_question){ .all = utf8_fold(a, str_part(text, 0, n)) };
    region_question_words(q, true);
    if (q->n == 0)
        region_question_words(q, false);
}

/* ---- a question in doubt -------------------------------------------------------------------- */

static const char *const region_written_kinds[] = {
    "kabupaten", "kecamatan", "kelurahan", "provinsi", "kota", "desa",
};

enum { LONG_WORD = 7 };                 /* letters from which two slips are forgiven */

/* What `all` has behind the letters of `kind`, wherever spaces fall; unknown: other letters. */
static struct str
region_behind_kind(struct str all, struct str kind)
{
    size_t at = 0;

    for (size_t i = 0; i < kind.n; at++) {
        if (at == all.n)
            return (struct str){ NULL, 0 };
        if (all.p[at] == ' ')
            continue;
        if (all.p[at] != kind.p[i++])
            return (struct str){ NULL, 0 };
    }
    return str_trim(str_part(all, at, all.n));
}

static struct str
region_rest_in_doubt(struct str all, struct str kind)
{
    uint32_t   most = kind.n >= LONG_WORD ? 2 : 1;
    struct str first, rest = region_behind_kind(all, kind);

    if (str_is_known(rest) || !str_cut(all, ' ', &first, &rest))
        return rest;
    return edit_distance(first, kind, most) <= most ? rest : (struct str){ NULL, 0 };
}

bool
region_question_doubt(struct arena *a, const struct region_question *q,
                      struct region_question *meant)
{
    if (q->n == 0 || q->word[0].hint != REGION_KIND_NONE)
        return false;
    for (size_t i = 0; i < COUNT(region_written_kinds); i++) {
        struct str kind = str_of(region_written_kinds[i]);
        struct str rest = region_rest_in_doubt(q->all, kind);

        if (rest.n < 3)                 /* too little to be a name */
            continue;
        region_question_of(a, str_fmt(a, "%.*s %.*s", TEXT(kind), TEXT(rest)), meant);
        return true;
    }
    return false;
}
