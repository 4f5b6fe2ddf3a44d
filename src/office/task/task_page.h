/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_page.h — what the faces of task.h share: pages, data, forms, commands. */
#ifndef GUYUB_TASK_PAGE_H
#define GUYUB_TASK_PAGE_H

#include "module.h"
#include "office/document/document_zip.h"
#include "office/dossier/dossier.h"
#include "office/task/task.h"
#include "web/form_html.h"

enum { TASK_ROUTES = 24, TASK_COMMANDS = 4, TASK_PANELS = 2, TASK_SHOWN = 50 };

struct task_board_query { int32_t which; struct str org, thing; bool mine; int64_t after; };
struct task_filter task_board_filter(const struct task_board_query *);
extern const struct form task_board_form, task_from_form, task_copy_form;
struct task_from_query { int64_t from; };
struct task_copy_query { struct str copy; };

extern const struct route   task_routes[TASK_ROUTES];
extern const struct command task_commands[TASK_COMMANDS];
extern const struct panel   task_panels[TASK_PANELS];

/* task_evidence.c: a ZIP for the items of a task. */
enum { TASK_EVIDENCE = 1 };
extern const struct evidence_kind task_evidence[TASK_EVIDENCE];

/* task_dossier.c: a request and a task as files for examination. */
enum { TASK_DOSSIERS = 3 };
extern const struct dossier_kind task_dossiers[TASK_DOSSIERS];

/* task_rows.c: what they have of rows. A board's key is its address behind the "?". */
struct str  task_board_words(struct arena *, const struct task_filter *);
struct err *task_board_head(struct cx *, struct str key, struct dossier_record *);
struct err *task_rows_of_request(struct cx *, struct str key, struct sheet_out *);
struct err *task_rows_of_board(struct cx *, struct str key, struct sheet_out *);

/* ---- task_data.c ---------------------------------------------------------------------------- */

struct str   task_href(struct arena *, struct str code);            /* "/tasks/K7WM-3F9T-XR42" */
struct str   task_request_href(struct arena *, struct str code);
struct str   task_who(const struct task *);         /* the organisation, or the region; never "" */
struct str   task_open_href(struct arena *, const struct task *);   /* where it is answered    */
struct msg   task_thing_label(const struct cx *, struct str thing);
struct msg   task_kind_label(struct str kind);
struct msg   task_late(struct arena *, enum lang, const struct task *, struct date today);
bool         task_is_late(const struct task *, struct date today);
struct task_listing;
struct str   task_board_href(struct arena *, const struct task_listing *, const char *format);
struct table task_table(struct cx *, const struct task_set *);
struct table task_requests_table(struct cx *, const struct task_request_set *);
void         task_json(struct json *, const void *page);            /* struct task_page        */

/* ---- an item as a field --------------------------------------------------------------------- */

struct task_field {
    const struct task_line *line;
    enum task_kind          kind;
    struct str              id;             /* of its input: "v-3.2.1"                          */
    struct str              value, note;    /* as typed, or as it stands                        */
    struct msg              shown;          /* for reading; MSG_NONE: no answer                 */
    struct msg              fault, note_fault;
    const struct document_cited *document;  size_t n_documents;
};

/* Where the answers of a task are written, by an account or by a link. */
struct task_sheet {
    struct str         action;              /* of the form                                      */
    struct str         files;               /* of the form for documents                        */
    struct task_field *field;   size_t n;   /* those of this part                               */
    struct str         mark, seen;
    struct str         back, on;            /* addresses of the parts before and after; "" none */
    size_t             n_faults;
    bool               may_write, by_link;
};

/* What was typed with its faults; NULL: as it stands. */
struct err *task_sheet_of(struct cx *, const struct task *, const struct task_lines *,
                          const struct task_saving *, struct task_sheet *);
/* The pairs of a form as typed rows. */
void task_typed_of(struct cx *, const struct query *, struct task_saving *);

/* ---- pages ---------------------------------------------------------------------------------- */

struct task_page {
    struct task               task;
    struct task_request       request;      /* id 0: another slice's                            */
    struct task_sheet         sheet;
    struct task_extension_set extension;
    struct task_link_set      link;
    struct date               today;
    struct str                token_link;   /* told once, after one was given                   */
    bool may_answer, may_send, may_judge, may_ask, may_extend;
    struct str                chase, chase_text;    /* for who asked, while it is owed          */
    struct html               history, dossier;
    struct err               *wrong;        /* what a step was refused for; NULL: nothing       */
};

struct task_listing {
    struct task_board  board;
    struct task_filter filter;
    struct str         words;               /* of its address                                   */
    struct msg        *thing;               /* what board.thing[] are called                    */
    struct str         next;
    bool               may_ask;
};

/* chase: an address that opens WhatsApp with a text that reminds; unknown: nothing to remind of. */
struct task_cell { const struct task *task; int64_t answered; struct str chase; };
struct task_request_page {
    struct task_request  request;
    struct task_item_set items;
    struct task_set      tasks;
    struct task_cell    *cell;
    struct date          today;
    struct html          history, dossier;
    int64_t              n_approved, n_answered, n_owed, n_late;
    bool                 may_ask;
};

/* One fault of a grid, where it stands. */
struct task_grid_fault { int64_t row; struct msg column, text; };
struct task_paste {
    struct str              text;           /* as it was pasted: nothing is lost                */
    struct task_grid_fault *fault; size_t n_faults;
};

struct task_org_choice { struct str code, name; bool chosen; };
struct task_asking {
    struct str title, body, due, days, from, mark, others, copied_from;
    struct task_paste       items;
    struct task_org_choice *org; size_t n_orgs;
    struct err             *wrong;
};

/* task_grid.c: rows of a grid (pasted, CSV or XLSX) as items, as answers. */
struct grid;
struct err *task_grid_of_text(struct cx *, struct str text, struct grid **);
struct err *task_grid_items(struct cx *, struct grid *, struct task_item_new **, size_t *n,
                            struct task_paste *);
struct err *task_grid_answers(struct cx *, struct grid *, struct task_saving *, int64_t **rows);

page_fn task_board_page, task_show_page, task_answer_do, task_documents_do;     /* task_web.c   */
page_fn task_paste_page, task_paste_do;                                     /* task_paste_web.c */
page_fn task_approve_do, task_return_do, task_drop_do, task_wish_do, task_decide_do;
page_fn task_link_give_do, task_link_revoke_do;                             /* task_step_web.c  */
page_fn task_requests_page, task_request_show_page, task_request_new_page, task_request_new_do;
page_fn task_ics_page, task_agenda_file, task_agenda_page, task_agenda_do;   /* task_ics_web.c */
page_fn task_guest_page, task_guest_do, task_guest_files_do;                /* task_guest_web.c */
struct err *task_account_panel(struct cx *, int64_t account, struct html *);
struct err *task_post_panel(struct cx *, int64_t post, struct html *);

/* What reminds who owes, and the address that opens WhatsApp with it. */
struct err *task_chase(struct cx *, const struct task *, struct str *text, struct str *href);
/* All of a task's page but its answers. */
struct err *task_page_of(struct cx *, struct str code, struct task_page *);
/* Draws it; `typed` with faults, or NULL; p->wrong gives the status. `from`: the first item. */
struct err *task_draw(struct cx *, struct reply *, struct task_page *, int64_t from,
                      const struct task_saving *typed);
/* After a step: to the task's page, or the page with what was refused. */
struct err *task_after(struct cx *, struct reply *, struct str code, struct err *, struct msg done);
struct str  task_mark(struct cx *);

#endif
