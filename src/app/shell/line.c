/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/line.h"

#include <assert.h>

#include "app/shell/settings.h"
#include "base/arena.h"
#include "base/near.h"
#include "base/utf8.h"

struct reader {
    struct arena        *arena;
    struct command_list  list;
    struct str           token[LINE_TOKENS_MAX];
    size_t               n, at;
    size_t               n_args;
    bool                 flags_ended;       /* "--" has come */
    struct line         *out;
};

/* ---- complaints ----------------------------------------------------------------------------- */

static struct err *
wrong_use(struct reader *r, const char *code, struct msg text, struct msg hint)
{
    return err_of(r->arena, (struct err){
        .kind = ERR_INPUT, .code = code, .text = text, .hint = hint,
    });
}

static struct str
command_words(struct arena *a, const struct command *c)
{
    struct usage u = command_usage(c);

    return str_join(a, S(" "), u.word, u.n_words);
}

static struct msg
see_help(struct reader *r)
{
    const struct command *c = r->out->command;
    struct str topic = c ? command_words(r->arena, c) : S("");

    return MSG("See: guyub help{0}{1}", c ? S(" ") : S(""), topic);
}

static struct err *
unknown_command(struct reader *r, size_t known)
{
    struct str next[COMMAND_NEXT_MAX], *word = r->out->word;
    size_t     n = command_next(r->list, word, known, next);
    struct str near = near_word(word[known], next, n);
    struct str so_far = str_join(r->arena, S(" "), word, known + 1);

    word[known] = near;
    return wrong_use(r, "cli.unknown_command", MSG("There is no command \"{0}\".", so_far),
        near.n ? MSG("Did you mean \"{0}\"?", str_join(r->arena, S(" "), word, known + 1)) :
        known  ? MSG("After \"{0}\" may come: {1}.", str_join(r->arena, S(" "), word, known),
                     str_join(r->arena, S(", "), next, n))
               : MSG("The commands are listed by: guyub help"));
}

static struct err *
incomplete_command(struct reader *r)
{
    struct str next[COMMAND_NEXT_MAX];
    struct line *out = r->out;
    size_t       n = command_next(r->list, out->word, out->n_words, next);

    if (out->n_words == 0)
        return wrong_use(r, "cli.no_command", MSG("No command was given."),
                         MSG("The commands are listed by: guyub help"));
    return wrong_use(r, "cli.incomplete_command",
        MSG("\"{0}\" needs another word.", str_join(r->arena, S(" "), out->word, out->n_words)),
        MSG("One of: {0}.", str_join(r->arena, S(", "), next, n)));
}

/* All flags that the command takes, for finding the nearest. */
static size_t
known_flags(struct reader *r, struct str flag[static LINE_PAIRS_MAX])
{
    const struct command *c = r->out->command;
    size_t n = 0;

    flag[n++] = S("--help");
    flag[n++] = S("--config");
    for (size_t i = 0; i < settings_of_shell.n; i++)
        flag[n++] = command_flag(r->arena, &settings_of_shell.field[i]);
    if (!c || c->prints_data)
        flag[n++] = S("--json");
    for (size_t i = 0; c && c->flags && i < c->flags->n; i++)
        flag[n++] = command_flag(r->arena, &c->flags->field[i]);
    return n;
}

/* "Did you mean --level?"; the dashes do not count as likeness. */
static struct msg
nearest_flag(struct reader *r, struct str name, struct msg otherwise)
{
    struct str flag[LINE_PAIRS_MAX];
    size_t     n = known_flags(r, flag);

    for (size_t i = 0; i < n; i++)
        flag[i] = str_part(flag[i], 2, flag[i].n);
    while (str_starts(name, S("-")))
        name = str_part(name, 1, name.n);
    struct str near = near_word(name, flag, n);

    return near.n ? MSG("Did you mean {0}?", str_fmt(r->arena, "--%.*s", TEXT(near))) : otherwise;
}

static struct err *
unknown_flag(struct reader *r, struct str name)
{
    if (!r->out->command)
        return wrong_use(r, "cli.unknown_flag", MSG("There is no flag {0} before a command.", name),
                         nearest_flag(r, name, MSG("The command comes first, then its flags.")));
    return wrong_use(r, "cli.unknown_flag",
        MSG("\"{0}\" has no flag {1}.", command_words(r->arena, r->out->command), name),
        nearest_flag(r, name, see_help(r)));
}

/* ---- flags ---------------------------------------------------------------------------------- */

static bool
is_flag(const struct reader *r)
{
    struct str t = r->token[r->at];

    if (r->flags_ended || t.n < 2 || t.p[0] != '-')
        return false;
    return !(t.p[1] >= '0' && t.p[1] <= '9') && t.p[1] != '.';
}

static struct err *
take_value(struct reader *r, struct str name, struct str given, struct str *value)
{
    *value = given;
    if (str_is_known(given))
        return NULL;
    if (r->at == r->n)
        return wrong_use(r, "cli.flag_value", MSG("{0} needs a value.", name), see_help(r));
    *value = r->token[r->at++];
    return NULL;
}

static struct err *
take_no_value(struct reader *r, struct str name, struct str given)
{
    if (str_is_known(given))
        return wrong_use(r, "cli.flag_value", MSG("{0} takes no value.", name), see_help(r));
    return NULL;
}

static const struct field *
field_of(struct arena *a, const struct form *form, struct str flag)
{
    for (size_t i = 0; form && i < form->n; i++)
        if (str_eq(command_flag(a, &form->field[i]), flag))
            return &form->field[i];
    return NULL;
}

static struct err *
take_pair(struct reader *r, const struct field *f, struct str name, struct str given,
          struct line_pairs *pairs)
{
    struct str value = { NULL, 0 };

    if (f->kind == F_FLAG)
        TRY(take_no_value(r, name, given));
    else
        TRY(take_value(r, name, given, &value));
    if (pairs->n == LINE_PAIRS_MAX)
        return wrong_use(r, "cli.too_long", MSG("There are too many flags."), see_help(r));
    pairs->pair[pairs->n++] = (struct pair){ str_of(f->name), value };
    return NULL;
}

static struct err *
take_flag(struct reader *r)
{
    struct line          *out = r->out;
    const struct command *c = out->command;
    const struct field   *f;
    struct str            name, given;

    str_cut(r->token[r->at++], '=', &name, &given);
    if (str_eq(name, S("--help")) || str_eq(name, S("-h"))) {
        out->help = true;
        return take_no_value(r, name, given);
    }
    if (str_eq(name, S("--json")) && (!c || c->prints_data)) {
        out->json = true;
        return take_no_value(r, name, given);
    }
    if (str_eq(name, S("--config")))
        return take_value(r, name, given, &out->config);
    if ((f = field_of(r->arena, &settings_of_shell, name)))
        return take_pair(r, f, name, given, &out->setting);
    if (c && (f = field_of(r->arena, c->flags, name)))
        return take_pair(r, f, name, given, &out->flag);
    return unknown_flag(r, name);
}

/* ---- words and arguments -------------------------------------------------------------------- */

/* Takes the words up to the first flag; the command's own are the first of them. */
static void
take_words(struct reader *r)
{
    struct line *out = r->out;

    while (r->at + out->n_words < r->n && out->n_words < COMMAND_WORDS_MAX) {
        size_t at = r->at + out->n_words;

        if (r->token[at].n > 0 && r->token[at].p[0] == '-')
            break;
        out->word[out->n_words++] = r->token[at];
    }
    out->command = command_find(r->list, out->word, out->n_words);
    if (out->command)
        out->n_words = command_usage(out->command).n_words;
    r->at += out->n_words;
}

/* How many of the words lead somewhere. */
static size_t
known_words(const struct reader *r)
{
    struct str next[COMMAND_NEXT_MAX];
    size_t     known = 0;

    while (known < r->out->n_words && command_next(r->list, r->out->word, known + 1, next) > 0)
        known++;
    return known;
}

/* A file may have any name that the system allows; what else people type is plain text. */
static bool
is_argument(struct str name, struct str given)
{
    return str_eq(name, S("FILE")) || utf8_is_plain(given);
}

static struct err *
take_argument(struct reader *r)
{
    struct usage u = command_usage(r->out->command);
    struct str   given = r->token[r->at];

    if (!r->flags_ended && str_eq(given, S("--"))) {
        r->flags_ended = true;
        r->at++;
        return NULL;
    }
    bool many = u.n_args > 0 && u.arg[u.n_args - 1].many;

    if (r->n_args == (many ? COMMAND_ARGS_MAX : u.n_args))
        return wrong_use(r, "cli.argument_extra",
                         MSG("\"{0}\" is one argument too many.", given), see_help(r));
    if (!is_argument(u.arg[many ? 0 : r->n_args].name, given))
        return wrong_use(r, "cli.argument_text",
                         MSG("This holds characters that cannot be used here, "
                             "such as line breaks."), see_help(r));
    r->out->arg[r->n_args++] = given;
    r->at++;
    return NULL;
}

static struct err *
read_rest(struct reader *r)
{
    while (r->at < r->n)
        TRY(is_flag(r) && !str_eq(r->token[r->at], S("--")) ? take_flag(r) : take_argument(r));
    struct usage u = command_usage(r->out->command);

    if (r->out->help || r->n_args >= u.n_args || u.arg[r->n_args].optional)
        return NULL;
    return wrong_use(r, "cli.argument_missing", MSG("{0} is missing.", u.arg[r->n_args].name),
                     MSG("Usage: guyub {0}", str_of(r->out->command->usage)));
}

/* No command: fine if it is help that is wanted, for a group of commands or for all. */
static struct err *
read_group(struct reader *r)
{
    size_t known = known_words(r);

    if (known < r->out->n_words)
        return unknown_command(r, known);
    while (r->at < r->n)
        TRY(take_flag(r));
    return r->out->help ? NULL : incomplete_command(r);
}

struct err *
line_read(struct arena *a, struct command_list list, const char *const *token, size_t n,
          struct line *out)
{
    struct reader *r = NEW(a, struct reader);

    *out = (struct line){ .n_words = 0 };
    r->arena = a, r->list = list, r->out = out;
    if (n > LINE_TOKENS_MAX)
        return wrong_use(r, "cli.too_long", MSG("There are too many arguments."), MSG_NONE);
    for (r->n = 0; r->n < n; r->n++)
        r->token[r->n] = str_of(token[r->n]);
    if (n == 1 && str_eq(r->token[0], S("--version")))
        r->token[0] = S("version");             /* what people try first */
    while (r->at < r->n && is_flag(r))
        TRY(take_flag(r));
    take_words(r);
    return out->command ? read_rest(r) : read_group(r);
}
