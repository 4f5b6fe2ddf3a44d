/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* made.c — see made.h. */
#include "made.h"

#include <assert.h>
#include <string.h>

#include "base/rand.h"

enum {
    VERBS = 20, OBJECTS = 30, AGENCIES = 12, CITIES = 514, SENTENCES = 8, YEARS = 5,
    TOPICS = 2000, TOPIC_WORDS = 40, VOCABULARY = 18500, VILLAGES = 83000,
    OF_TOPIC = 20, OF_ALL = 4, OF_SENTENCES = 3,        /* of a row */
    COPIES_PERCENT = 6, DROPPED_MAX = 25, REPLACED_MAX = 20,
    WORDS_MAX = 1 << 17, SLOTS = 1 << 18, PHRASE_MAX = 24,
};

static const char *const verbs[VERBS] = {
    "Pembangunan", "Pengembangan", "Penyediaan", "Peningkatan", "Pemeliharaan", "Rehabilitasi",
    "Pengadaan", "Penyusunan", "Pengelolaan", "Pembinaan", "Pelatihan", "Sosialisasi",
    "Pengawasan", "Pendampingan", "Pemberdayaan", "Optimalisasi", "Digitalisasi", "Penataan",
    "Evaluasi", "Integrasi",
};

static const char *const objects[OBJECTS] = {
    "sistem informasi kesehatan", "jaringan serat optik", "aplikasi pelayanan publik",
    "jalan lingkungan permukiman", "saluran drainase kota", "ruang terbuka hijau",
    "pusat data daerah", "kamera pengawas lalu lintas", "lampu penerangan jalan umum",
    "puskesmas pembantu", "sekolah dasar negeri", "pasar rakyat tradisional",
    "instalasi pengolahan air limbah", "tempat pembuangan sampah terpadu",
    "usaha mikro kecil menengah", "kelompok tani dan nelayan", "destinasi wisata budaya",
    "perpustakaan digital", "layanan kependudukan keliling", "peringatan dini bencana banjir",
    "angkutan umum massal", "parkir elektronik", "posyandu balita", "rumah tidak layak huni",
    "irigasi tersier pertanian", "internet gratis taman kota", "dokumen rencana tata ruang",
    "pajak daerah daring", "laboratorium lingkungan hidup", "pengaduan masyarakat terpadu",
};

static const char *const agencies[AGENCIES] = {
    "Dinas Komunikasi dan Informatika", "Dinas Kesehatan", "Dinas Pendidikan",
    "Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas Perhubungan", "Dinas Lingkungan Hidup",
    "Dinas Sosial", "Dinas Pariwisata dan Kebudayaan", "Dinas Perdagangan dan Perindustrian",
    "Badan Perencanaan Pembangunan Daerah", "Badan Penanggulangan Bencana Daerah",
    "Dinas Kependudukan dan Pencatatan Sipil",
};

static const char *const sentences[SENTENCES] = {
    "kegiatan ini dilaksanakan untuk mewujudkan visi dan misi kepala daerah yang tertuang dalam "
      "rencana strategis",
    "anggaran bersumber dari pendapatan asli dan dana alokasi umum yang telah ditetapkan",
    "manfaat yang diharapkan adalah meningkatnya kualitas hidup masyarakat secara berkelanjutan",
    "pelaksanaan dilakukan secara swakelola dan melalui penyedia sesuai ketentuan peraturan "
      "perundangan",
    "indikator keluaran berupa jumlah laporan hasil pelaksanaan koordinasi dan sinkronisasi",
    "kelompok sasaran adalah seluruh warga terutama keluarga kurang mampu di wilayah setempat",
    "monitoring serta evaluasi berkala dilakukan bersama perangkat terkait setiap triwulan",
    "dokumen perencanaan teknis disiapkan oleh konsultan berpengalaman pada tahap awal",
};

static const char *const years[YEARS] = { "2022", "2023", "2024", "2025", "2026" };

static const char *const stops[] = {
    "dan", "di", "dari", "yang", "untuk", "ini", "adalah", "secara", "oleh", "pada", "dalam",
    "telah", "melalui", "sesuai", "serta", "bersama", "setiap", "tidak", "tahun", "dengan",
    "berupa",
};

/* Words that belong together. */
struct phrase { uint32_t word[PHRASE_MAX]; size_t n; };

struct made {
    uint64_t      seed;
    bool          has_villages;
    struct str    word[WORDS_MAX];
    bool          is_stop[WORDS_MAX];
    uint32_t      slot[SLOTS];              /* word + 1 by its spelling; 0: free */
    uint32_t      n;
    struct phrase verb[VERBS], object[OBJECTS], agency[AGENCIES], sentence[SENTENCES];
    struct phrase year[YEARS], city[CITIES];
    uint32_t      vocabulary[VOCABULARY], upto[VOCABULARY];     /* chance of it and those before */
    uint32_t      village[VILLAGES], desa, tahun, di, oleh;
    uint32_t      topic[TOPICS][TOPIC_WORDS];
};

/* ---- words ----------------------------------------------------------------------------------- */

static uint64_t
spread(uint64_t x)
{
    x = (x ^ x >> 31) * UINT64_C(0x9e3779b97f4a7c15);
    return x ^ x >> 29;
}

static uint32_t *
slot_of(struct made *m, struct str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * UINT64_C(0x100000001b3);
    for (size_t at = spread(hash) % SLOTS;; at = (at + 1) % SLOTS)
        if (m->slot[at] == 0 || str_eq(m->word[m->slot[at] - 1], text))
            return &m->slot[at];
}

static uint32_t
add_word(struct arena *a, struct made *m, struct str text)
{
    uint32_t *slot = slot_of(m, text);

    if (*slot == 0) {
        assert(m->n < WORDS_MAX);
        m->word[m->n] = str_copy(a, text);
        *slot = ++m->n;
    }
    return *slot - 1;
}

static struct phrase
phrase_of(struct arena *a, struct made *m, const char *text)
{
    struct phrase phrase = { .n = 0 };
    struct str    rest = str_of(text), head;

    for (bool more = true; more; phrase.n++) {
        more = str_cut(rest, ' ', &head, &rest);
        assert(phrase.n < PHRASE_MAX);
        phrase.word[phrase.n] = add_word(a, m, head);
    }
    return phrase;
}

static void
add_phrases(struct arena *a, struct made *m, struct phrase *phrase, const char *const *text,
            size_t n)
{
    for (size_t i = 0; i < n; i++)
        phrase[i] = phrase_of(a, m, text[i]);
}

/* A word that can be said: consonant and vowel, now and then closed. */
static struct str
say_word(struct rand *chance, size_t syllables, char *room)
{
    static const char *const onset[] = {
        "b", "c", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "ny", "ng", "",
    };
    static const char *const coda[] = { "", "", "", "", "n", "ng", "r", "s", "k", "t", "m", "l" };
    size_t n = 0;

    for (size_t i = 0; i < syllables; i++) {
        const char *from[] = { onset[rand_below(chance, COUNT(onset))], NULL,
                               coda[rand_below(chance, COUNT(coda))] };
        char        vowel[2] = { "aaaeiiouua"[rand_below(chance, 10)], '\0' };

        from[1] = vowel;
        for (size_t part = 0; part < COUNT(from); part++)
            for (const char *c = from[part]; *c; c++)
                room[n++] = *c;
    }
    return (struct str){ room, n };
}

/* One that nobody has said yet; names begin with a capital. */
static uint32_t
new_word(struct arena *a, struct made *m, struct rand *chance, bool is_name)
{
    for (;;) {
        char       room[64];
        struct str text = say_word(chance, 2 + rand_below(chance, 3), room);

        if (is_name && room[0] >= 'a')
            room[0] = (char)(room[0] - 'a' + 'A');
        if (text.n >= 4 && *slot_of(m, text) == 0)
            return add_word(a, m, text);
    }
}

/* Every fourth word of the vocabulary comes from the one before it, as words do. */
static uint32_t
derived_word(struct arena *a, struct made *m, struct rand *chance, uint32_t from)
{
    static const struct { const char *before, *behind; } affix[] = {
        { "di", "" }, { "ter", "" }, { "ber", "" }, { "ke", "an" }, { "", "kan" }, { "", "an" },
        { "di", "kan" }, { "", "nya" },
    };
    size_t     i = rand_below(chance, COUNT(affix));
    struct str text = str_fmt(a, "%s%.*s%s", affix[i].before, TEXT(m->word[from]),
                              affix[i].behind);

    return *slot_of(m, text) == 0 ? add_word(a, m, text) : new_word(a, m, chance, false);
}

/* Zipf's law, its head a little flattened: the chance of rank r is as 1 / (r + 3). */
static void
add_vocabulary(struct arena *a, struct made *m, struct rand *chance)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < VOCABULARY; i++) {
        m->vocabulary[i] = i % 4 == 3 ? derived_word(a, m, chance, m->vocabulary[i - 1])
                                      : new_word(a, m, chance, false);
        sum += 100000000 / (i + 4);
        m->upto[i] = sum;
    }
}

static uint32_t
some_word(const struct made *m, struct rand *chance)
{
    uint32_t x = rand_below(chance, m->upto[VOCABULARY - 1]), low = 0, high = VOCABULARY - 1;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (m->upto[middle] > x)
            high = middle;
        else
            low = middle + 1;
    }
    return m->vocabulary[low];
}

struct made *
made_open(struct arena *a, uint64_t seed, bool has_villages)
{
    struct made *m = NEW(a, struct made);
    struct rand  chance = { seed };

    m->seed = seed;
    m->has_villages = has_villages;
    add_phrases(a, m, m->verb, verbs, VERBS);
    add_phrases(a, m, m->object, objects, OBJECTS);
    add_phrases(a, m, m->agency, agencies, AGENCIES);
    add_phrases(a, m, m->sentence, sentences, SENTENCES);
    add_phrases(a, m, m->year, years, YEARS);
    for (size_t i = 0; i < COUNT(stops); i++)
        m->is_stop[add_word(a, m, str_of(stops[i]))] = true;
    m->desa = add_word(a, m, S("Desa"));
    m->tahun = add_word(a, m, S("tahun"));
    m->di = add_word(a, m, S("di"));
    m->oleh = add_word(a, m, S("oleh"));
    for (size_t i = 0; i < CITIES; i++) {
        m->city[i].n = 1 + rand_below(&chance, 2);
        for (size_t k = 0; k < m->city[i].n; k++)
            m->city[i].word[k] = new_word(a, m, &chance, true);
    }
    add_vocabulary(a, m, &chance);
    for (size_t i = 0; has_villages && i < VILLAGES; i++)
        m->village[i] = new_word(a, m, &chance, true);
    for (size_t t = 0; t < TOPICS; t++)
        for (size_t i = 0; i < TOPIC_WORDS; i++)
            m->topic[t][i] = some_word(m, &chance);
    return m;
}

uint32_t
made_n_words(const struct made *m)
{
    return m->n;
}

struct str
made_word(const struct made *m, uint32_t word)
{
    return m->word[word];
}

bool
made_is_stop(const struct made *m, uint32_t word)
{
    return m->is_stop[word];
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void
put(struct made_row *r, uint32_t word)
{
    assert(r->n < MADE_WORDS_MAX);
    r->word[r->n++] = word;
}

static void
put_phrase(struct made_row *r, const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->n; i++)
        put(r, phrase->word[i]);
}

static void
put_sentences(const struct made *m, struct rand *chance, struct made_row *r)
{
    uint32_t left = OF_SENTENCES;

    for (uint32_t i = 0; i < SENTENCES; i++)
        if (rand_below(chance, SENTENCES - i) < left) {
            put_phrase(r, &m->sentence[i]);
            left--;
        }
}

/* Of the villages of its city. */
static void
put_villages(const struct made *m, struct rand *chance, struct made_row *r, uint32_t city)
{
    uint32_t n = 2 + rand_below(chance, 4), each = VILLAGES / CITIES;

    put(r, m->desa);
    for (uint32_t i = 0; i < n; i++) {
        put(r, m->village[city * each + rand_below(chance, each)]);
        if (rand_below(chance, 3) == 0)
            put(r, some_word(m, chance));
    }
}

/* What a row is made of, so that a copy can have one of them changed. */
struct parts { uint32_t city, year, home; };      /* home: its villages' city */

static struct rand
chance_of(const struct made *m, uint32_t row)
{
    return (struct rand){ spread(m->seed * 1000003 + row) };
}

static bool
is_copy(struct rand *chance, uint32_t row)
{
    return rand_below(chance, 100) < COPIES_PERCENT && row >= 100;
}

static struct parts
some_parts(struct rand *chance)
{
    uint32_t city = rand_below(chance, CITIES);

    return (struct parts){ city, rand_below(chance, YEARS), city };
}

static void
write_row(const struct made *m, struct rand *chance, struct parts parts, struct made_row *r)
{
    const uint32_t *topic = m->topic[rand_below(chance, TOPICS)];

    put_phrase(r, &m->verb[rand_below(chance, VERBS)]);
    put_phrase(r, &m->object[rand_below(chance, OBJECTS)]);
    put_phrase(r, &m->city[parts.city]);
    r->n_title = r->n;
    r->owner = parts.city * AGENCIES + rand_below(chance, AGENCIES);
    put(r, m->oleh);
    put_phrase(r, &m->agency[r->owner % AGENCIES]);
    put(r, m->tahun);
    put_phrase(r, &m->year[parts.year]);
    for (size_t i = 0; i < OF_TOPIC; i++)
        put(r, topic[rand_below(chance, TOPIC_WORDS)]);
    for (size_t i = 0; i < OF_ALL; i++)
        put(r, some_word(m, chance));
    if (m->has_villages)
        put_villages(m, chance, r, parts.home);
    put_sentences(m, chance, r);
}

/* Its villages and its topic stay; city or year do not. */
static void
copy_row(const struct made *m, struct rand *chance, uint32_t source, struct made_row *r)
{
    struct rand  of = chance_of(m, source);
    struct parts parts;
    bool         drops = rand_below(chance, 2) > 0;
    uint32_t     dropped = drops ? rand_below(chance, DROPPED_MAX + 1) : 0;
    uint32_t     replaced = drops ? 0 : rand_below(chance, REPLACED_MAX + 1);
    size_t       kept = 0, title = 0;

    is_copy(&of, source);                   /* takes the chances that stand before the row's own */
    parts = some_parts(&of);
    if (rand_below(chance, 2))
        parts.city = rand_below(chance, CITIES);
    else
        parts.year = rand_below(chance, YEARS);
    write_row(m, &of, parts, r);
    for (size_t i = 0; i < r->n; i++) {
        uint32_t word = rand_below(chance, 100) < replaced ? some_word(m, chance) : r->word[i];

        if (rand_below(chance, 100) < dropped)
            continue;
        r->word[kept++] = word;
        title += i < r->n_title;
    }
    r->n = kept;
    r->n_title = title;
    r->source = source;
}

void
made_row(const struct made *m, uint32_t row, struct made_row *r)
{
    struct rand chance = chance_of(m, row);

    r->n = r->n_title = 0;
    r->source = MADE_NO_SOURCE;
    if (!is_copy(&chance, row)) {
        write_row(m, &chance, some_parts(&chance), r);
        return;
    }
    uint32_t source;

    for (struct rand of = { 0 };;) {
        source = rand_below(&chance, row);
        of = chance_of(m, source);
        if (!is_copy(&of, source))
            break;
    }
    copy_row(m, &chance, source, r);
}

struct str
made_text(const struct made *m, const uint32_t *word, size_t n, char *room)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        struct str text = m->word[word[i]];

        assert(at + text.n + 1 <= MADE_TEXT_MAX);
        if (i > 0)
            room[at++] = ' ';
        memcpy(room + at, text.p, text.n);
        at += text.n;
    }
    return (struct str){ room, at };
}
