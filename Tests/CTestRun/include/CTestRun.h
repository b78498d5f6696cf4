// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#ifndef HANAPER_CTESTRUN_H
#define HANAPER_CTESTRUN_H

/// How many tests run at the same time.
int ctestrun_width(void);

/// accept4(2) with SOCK_CLOEXEC: no program that is started meanwhile inherits the connection.
int ctestrun_accept(int listener);

/// posix_spawn_file_actions_addclosefrom_np(3)
int ctestrun_add_close_from(void *actions, int first);

/// What a process that was taken over might try, where Glibc shows no name for it: less than 0 with `errno`, or what came of it.
int ctestrun_fork(void);
int ctestrun_trace(int process);
int ctestrun_limit(int process);
int ctestrun_ring(void);
int ctestrun_namespace(void);

#endif
