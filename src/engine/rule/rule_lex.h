/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_lex.h — the words of an expression, one after the other. */
#ifndef GUYUB_ENGINE_RULE_RULE_LEX_H
#define GUYUB_ENGINE_RULE_RULE_LEX_H

#include "engine/rule/rule_tree.h"

enum rule_token_kind {
    TOKEN_END, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_WORD, TOKEN_NAME, TOKEN_DOT, TOKEN_DOTS,
    TOKEN_OPEN, TOKEN_CLOSE, TOKEN_COMMA, TOKEN_SIGN        /* a sign: + - * = != < <= > >= */
};

struct rule_token {
    enum rule_token_kind kind;
    size_t               at, n;     /* bytes of the text                                    */
    struct str           text;      /* the word; of a text and a name what is inside        */
    struct dec           number;
    enum rule_op         op;        /* TOKEN_SIGN                                           */
};

/* The token from *at on, which moves behind it. False after a fault. */
bool rule_lex(struct rule_work *, size_t *at, struct rule_token *);

#endif
