/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_module.c — what the slice shows to the program. */
#include "ground/post/post_edit.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"

/* A form and its answer share an address, a right and a page that is never data. */
#define ASKS(path, right, show, do_, form_, said)                                            \
    { GET, path, right, .serves = AS_HTML, .page = show, .help = said },                     \
    { POST, path, right, .serves = AS_HTML, .form = form_, .page = do_, .help = said }

const struct route post_routes[POST_ROUTES] = {
    { GET, "/posts", MAY_READ_WORK, .serves = SERVES_LIST, .form = &post_query_form,
      .page = post_index_page, .help = N_("Posts within reach, and who holds them today") },
    ASKS("/posts/new", MAY_ASSIGN_POST, post_new_page, post_new_do, &post_new_form,
         N_("Make a post")),
    { GET, "/posts/{code}", MAY_READ_WORK, .page = post_show_page,
      .help = N_("One post: its place, its holders with the names of then") },
    ASKS("/posts/{code}/assign", MAY_ASSIGN_POST, post_assign_page, post_assign_do,
         &post_assign_form, N_("Say who holds a post, as what, from when to when")),
    { GET, "/posts/{code}/close", MAY_ASSIGN_POST, .serves = AS_HTML, .page = post_close_page,
      .help = N_("Close a post that nobody holds any more") },
    { POST, "/posts/{code}/close", MAY_ASSIGN_POST, .serves = AS_HTML, .page = post_close_page,
      .help = N_("Close a post that nobody holds any more") },
    ASKS("/posts/{code}/delegate", MAY_HAND_OVER, post_lend_page, post_lend_do, &post_lend_form,
         N_("Delegate the own post for some days")),
    { GET, "/posts/{code}/edit", MAY_ASSIGN_POST, .serves = AS_HTML, .page = post_edit_page,
      .help = N_("Give a post another title") },
    { POST, "/posts/{code}/edit", MAY_ASSIGN_POST, .serves = AS_HTML, .page = post_edit_page,
      .help = N_("Give a post another title") },
    ASKS("/posts/{code}/end/{hold}", MAY_HAND_OVER, post_end_page, post_end_do, &post_end_form,
         N_("End what somebody holds")),
    ASKS("/posts/{code}/hand-over", MAY_HAND_OVER, post_hand_page, post_hand_do, &post_hand_form,
         N_("Hand a post over with all its open work")),
    { GET, "/posts/{code}/hand-over/{hold}", MAY_OWN_ACCOUNT, .serves = AS_HTML,
      .page = post_minutes_page, .help = N_("Minutes of a hand-over, for paper") },
    { POST, "/acting", MAY_OWN_ACCOUNT, .serves = AS_HTML, .form = &post_act_form,
      .page = post_act_do, .help = N_("Act in another of the own posts") },
    { GET, "/people", MAY_READ_PERSON, .serves = SERVES_LIST, .form = &post_people_form,
      .page = post_people_index_page, .help = N_("People who hold or held posts within reach") },
    ASKS("/people/new", MAY_MANAGE_ACCOUNT, post_invite_page, post_invite_do, &post_invite_form,
         N_("Invite a person into a post")),
    { GET, "/people/{account}", MAY_READ_PERSON, .page = post_person_page,
      .help = N_("One person: account, contact, posts") },
    { POST, "/people/{account}/code", MAY_MANAGE_ACCOUNT, .serves = AS_HTML,
      .form = &post_why_form, .page = post_code_do, .help = N_("Give a one-time code") },
    { POST, "/people/{account}/sessions", MAY_MANAGE_ACCOUNT, .serves = AS_HTML,
      .form = &post_why_form, .page = post_sessions_do,
      .help = N_("End all sessions of a person") },
    ASKS("/people/{account}/end", MAY_MANAGE_ACCOUNT, post_account_end_page, post_account_end_do,
         &post_why_form, N_("End a person's account, and with it their posts")),
    ASKS("/people/{account}/erase", MAY_ERASE_PERSON, post_erase_page, post_erase_do,
         &post_erase_form, N_("Erase a person's data and end their account")),
};

static const struct told told[] = {
    { "post", N_("post"), { &post_form, &post_hold_form } },
};

const struct module post_module = {
    .name       = "post",
    .routes     = post_routes,     .n_routes     = POST_ROUTES,
    .commands   = post_commands,   .n_commands   = POST_COMMANDS,
    .migrations = post_migrations, .n_migrations = POST_MIGRATIONS,
    .statements = post_statements, .n_statements = POST_STATEMENTS,
    .told       = told,               .n_told       = COUNT(told),
    .tend       = post_tend,
    .examine    = post_examine,
    .person_ends = post_person_ends,
};
