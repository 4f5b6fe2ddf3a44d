/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_cli.c — `guyub account …`: the pages’ verbs, for who holds the database. */
#include "ground/identity/identity_page.h"
#include "ground/subject/subject_page.h"

#include <assert.h>
#include <errno.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/money.h"
#include "base/secret.h"
#include "base/utf8.h"

enum { LINE_BYTES = 4 * IDENTITY_PASSWORD_MAX + 2 };

/* ---- whose ----------------------------------------------------------------------------------- */

static struct err *
account_of(struct cx *cx, struct str login, struct identity_account *a)
{
    struct identity_account_id id;
    bool                       found;

    TRY(identity_find(cx, login, &id, &found));
    if (!found)
        return err_of(cx->arena, (struct err){
            .kind = ERR_MISSING, .code = "identity.unknown",
            .text = MSG("There is no account with the login {0}.", login),
            .hint = MSG("Look it up with: guyub account list") });
    return identity_get(cx, id, a);
}

/* ---- account add, account code --------------------------------------------------------------- */

struct add_flags { struct str name, email, phone; };

static const struct field add_fields[] = {
    FIELD(struct add_flags, name, F_TEXT, .min = 2, .max = 120, .required = true,
          .label = N_("Name")),
    FIELD(struct add_flags, email, F_TEXT, .max = 254, .label = N_("Email")),
    FIELD(struct add_flags, phone, F_TEXT, .max = 30, .label = N_("Telephone")),
};
static const struct form add_form = FORM(struct add_flags, add_fields);

static void
say_code(struct cx *cx, struct shell *sh, struct str code, const char *where, int64_t hours)
{
    shell_line(cx, sh, MSG("One-time code"), code);
    shell_say(cx, sh, MSG("It is good for {0} hours and once, on the page {1}.",
                          int_text(cx->arena, cx->lang, hours), str_of(where)));
}

static struct err *
add_run(struct cx *cx, struct shell *sh)
{
    const struct add_flags    *flags = sh->flags;
    struct identity_account_id id;
    struct str                 code;

    TRY(identity_add(cx, (struct identity_new){ .login = sh->arg[0], .name = flags->name,
        .email = flags->email, .phone = flags->phone }, &id, &code));
    say_code(cx, sh, code, "/invitation", IDENTITY_INVITATION_S / 3600);
    return NULL;
}

static struct err *
code_run(struct cx *cx, struct shell *sh)
{
    struct identity_account a = { .id = { 0 } };
    struct str              code;

    TRY(account_of(cx, sh->arg[0], &a));
    TRY(identity_code(cx, a.id, &code));
    if (str_eq(a.state, S("invited")))
        say_code(cx, sh, code, "/invitation", IDENTITY_INVITATION_S / 3600);
    else
        say_code(cx, sh, code, "/reset", IDENTITY_RESET_S / 3600);
    return NULL;
}

/* ---- account list, account show -------------------------------------------------------------- */

struct msg
identity_state_label(struct str state)
{
    if (str_eq(state, S("invited")))
        return MSG("was invited");
    if (str_eq(state, S("active")))
        return MSG("active");
    assert(str_eq(state, S("ended")));
    return MSG("has ended");
}

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    static const struct column column[] = {
        { "login", { .id = N_("Login") }, COLUMN_TEXT },
        { "name", { .id = N_("Name") }, COLUMN_TEXT },
        { "state", { .id = N_("State") }, COLUMN_TEXT },
    };
    struct identity_account *row;
    size_t                   n;
    struct str               erased = msg_text(cx->arena, cx->lang, MSG("erased"));

    TRY(identity_list(cx, &row, &n));
    struct table t = table_in(cx->arena, column, COUNT(column), n);

    for (size_t i = 0; i < n; i++) {
        struct identity_profile p;
        struct str             *cell = table_row(&t);

        TRY(identity_profile(cx, &row[i], &p));
        cell[0] = p.login;
        cell[1] = str_is_known(p.name) || sh->json ? p.name : erased;
        cell[2] = row[i].state;
    }
    journal_read(cx, "account", S(""), (struct scope){ 0 }, (struct subject_id){ 0 });
    shell_table(cx, sh, &t);
    return NULL;
}

struct shown { struct identity_account account; struct identity_profile profile; bool factor; };

static void
shown_json(struct json *j, const void *model)
{
    const struct shown *s = model;

    json_open(j, '{');
    json_str_at(j, "login", s->profile.login);
    json_str_at(j, "name", s->profile.name);
    json_str_at(j, "email", s->profile.email);
    json_str_at(j, "phone", s->profile.phone);
    json_str_at(j, "state", s->account.state);
    json_bool_at(j, "second_factor", s->factor);
    json_close(j, '}');
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct shown                 s = { .account = { .id = { 0 } } };
    struct identity_factor_state factor;

    TRY(account_of(cx, sh->arg[0], &s.account));
    TRY(identity_profile(cx, &s.account, &s.profile));
    TRY(identity_factor_state(cx, &s.account, &factor));
    s.factor = factor.is_on;
    journal_read(cx, "account", str_int(cx->arena, s.account.id.n),
                 (struct scope){ 0 }, s.account.subject_id);
    if (sh->json) {
        shell_json(sh, shown_json, &s);
        return NULL;
    }
    shell_line(cx, sh, MSG("Login"), s.profile.login);
    shell_line(cx, sh, MSG("Name"), s.profile.name);
    shell_line(cx, sh, MSG("Email"), s.profile.email);
    shell_line(cx, sh, MSG("Telephone"), s.profile.phone);
    shell_line(cx, sh, MSG("State"),
               msg_text(cx->arena, cx->lang, identity_state_label(s.account.state)));
    shell_line(cx, sh, MSG("Second factor"),
               msg_text(cx->arena, cx->lang, s.factor ? MSG("on") : MSG("off")));
    return NULL;
}

/* ---- what ends ------------------------------------------------------------------------------- */

struct why_flags { struct str why; };

static const struct field why_fields[] = {
    FIELD(struct why_flags, why, F_TEXT, .min = 3, .max = 300, .required = true,
          .label = N_("Why")),
};
static const struct form why_form = FORM(struct why_flags, why_fields);

static struct err *
with_why(struct cx *cx, struct shell *sh,
         struct err *(*verb)(struct cx *, struct identity_account_id, struct str why),
         struct msg said)
{
    const struct why_flags *flags = sh->flags;
    struct identity_account a = { .id = { 0 } };

    TRY(account_of(cx, sh->arg[0], &a));
    TRY(verb(cx, a.id, flags->why));
    shell_say(cx, sh, said);
    return NULL;
}

static struct err *
end_sessions_run(struct cx *cx, struct shell *sh)
{
    return with_why(cx, sh, identity_end_sessions, MSG("All sessions of the account have ended."));
}

static struct err *
end_factor_run(struct cx *cx, struct shell *sh)
{
    return with_why(cx, sh, identity_factor_drop, MSG("The second factor is off."));
}

static struct err *
end_run(struct cx *cx, struct shell *sh)
{
    return with_why(cx, sh, identity_end,
                    MSG("The account has ended; what it did stays on record."));
}

static struct err *
erase_run(struct cx *cx, struct shell *sh)
{
    return with_why(cx, sh, identity_erase,
                    MSG("The person's data is erased and the account has ended; "
                        "what it did stays on record, without the name."));
}

/* ---- subject held: what is known of somebody ------------------------------------------------- */

static struct err *
held_run(struct cx *cx, struct shell *sh)
{
    struct identity_account a = { .id = { 0 } };
    struct subject_holding  h;

    TRY(account_of(cx, sh->arg[0], &a));
    TRY(subject_holding_of(cx, a.subject_id, &h));
    journal_exported(cx, "account", str_int(cx->arena, a.id.n),
                     (struct scope){ 0 }, a.subject_id);
    struct table t = subject_table(cx, &h);

    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- account password: from the terminal or standard input, never from the arguments --------- */

static void
echo(bool is_on)
{
    struct termios t;

    if (tcgetattr(STDIN_FILENO, &t) != 0)
        return;                     /* not a terminal */
    if (is_on)
        t.c_lflag |= ECHO;
    else
        t.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

static void
ask(struct cx *cx)
{
    struct str text = msg_text(cx->arena, cx->lang, MSG("New password:"));

    if (isatty(STDIN_FILENO) && write(STDERR_FILENO, text.p, text.n) == (ssize_t)text.n)
        (void)!write(STDERR_FILENO, " ", 1);
}

/* The first line, without its end; at most LINE_BYTES. */
static struct str
read_line(struct arena *a)
{
    char  *line = NEWS(a, char, LINE_BYTES);
    size_t n = 0;

    while (n < LINE_BYTES) {
        ssize_t got = read(STDIN_FILENO, line + n, 1);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || line[n] == '\n')
            break;
        n++;
    }
    return (struct str){ line, n };
}

static struct err *
not_a_text(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.password",
        .text = MSG("This cannot be the password."),
        .detail = MSG("It is not a line of plain text in UTF-8.") });
}

static struct err *
password_run(struct cx *cx, struct shell *sh)
{
    struct identity_account a = { .id = { 0 } };

    TRY(account_of(cx, sh->arg[0], &a));
    ask(cx);
    echo(false);
    struct str password = str_trim(read_line(cx->arena));

    echo(true);
    if (isatty(STDIN_FILENO))
        (void)!write(STDERR_FILENO, "\n", 1);
    if (!utf8_is_plain(password))
        return not_a_text(cx);
    TRY(identity_password_set(cx, a.id, utf8_nfc(cx->arena, password)));
    shell_say(cx, sh, MSG("The password is set; all sessions of the account have ended."));
    return NULL;
}

const struct command identity_commands[IDENTITY_COMMANDS] = {
    { "account add LOGIN", NEEDS_STORE, false, &add_form, add_run,
      N_("Make an account and print the one-time code of its invitation") },
    { "account list", NEEDS_STORE, true, NULL, list_run, N_("List the accounts") },
    { "account show LOGIN", NEEDS_STORE, true, NULL, show_run, N_("Show one account") },
    { "account code LOGIN", NEEDS_STORE, false, NULL, code_run,
      N_("Print a one-time code for who has lost the password") },
    { "account password LOGIN", NEEDS_STORE, false, NULL, password_run,
      N_("Set the password that is read from the terminal or standard input") },
    { "account end-sessions LOGIN", NEEDS_STORE, false, &why_form, end_sessions_run,
      N_("End all sessions of an account") },
    { "account end-factor LOGIN", NEEDS_STORE, false, &why_form, end_factor_run,
      N_("Turn the second factor off for who has lost it") },
    { "account end LOGIN", NEEDS_STORE, false, &why_form, end_run,
      N_("End an account: nobody signs in with it any more") },
    { "account erase LOGIN", NEEDS_STORE, false, &why_form, erase_run,
      N_("Erase a person's data and end the account; this cannot be undone") },
    { "subject held LOGIN", NEEDS_STORE, true, NULL, held_run,
      N_("All personal data that is held of somebody") },
};
