/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cli.h — the shell: one command line, one unit of work, one exit code.
 *
 * WHAT   Reads the line and the settings, opens the database if the command needs it, runs the
 *        command in an arena with a ceiling, and writes its output when, and only when, it
 *        succeeded. Complaints go to standard error, as a line and a hint or, with --json, as a
 *        problem (RFC 9457). Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 failure. A
 *        command whose output is itself a "no" (a list of faults) sets shell.says_no.
 * READ   line.c what was asked · settings.c · command.c the table · app_cli.c its commands
 */
#ifndef GUYUB_APP_CLI_H
#define GUYUB_APP_CLI_H

int cli_main(int argc, char **argv);

#endif
